// How many friends people have on average, by their age.
//
//   spark-submit --class friends libspark-examples.so spark-core/examples/data/friends.csv
//
// IN: "id,name,age,friends". Prints "age<tab>average", youngest first; the first line for the file
// above is "20<tab>206.20".

#include "spark-core/api/spark.h"
#include "spark-core/examples/arguments.h"

using namespace mammoth::spark;

extern "C" [[gnu::visibility("default")]] int friends(int argc, char** argv) {
  if (argc != 2) return examples::usage("friends IN");
  SparkContext sc(SparkConf().setAppName("Friends by Age"));
  using Sum = std::pair<std::int64_t, std::int64_t>;  // friends, people
  const auto averages =
      sc.textFile(argv[1])
          .map([](std::string_view line) {
            const int age = examples::number<int>(examples::field(line, ',', 2));
            return std::pair(
                age, Sum(examples::number<std::int64_t>(examples::field(line, ',', 3)), 1));
          })
          .reduceByKey([](Sum a, Sum b) { return Sum(a.first + b.first, a.second + b.second); })
          .mapValues([](const Sum& sum) {
            return static_cast<double>(sum.first) / static_cast<double>(sum.second);
          })
          .sortByKey();
  for (const auto& [age, average] : averages.collect()) std::printf("%d\t%.2f\n", age, average);
  return 0;
}
