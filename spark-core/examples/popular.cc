// The films that were rated most often, with their names, which every task has as a broadcast table.
//
//   spark-submit --class popular libspark-examples.so spark-core/examples/data/{ratings.tsv,movies.txt}
//
// RATINGS: "user<tab>film<tab>stars<tab>time"; NAMES: "film|name|...", as MovieLens' u.data and
// u.item. Prints the ten first as "count<tab>name"; the first line for the files above is
// "20<tab>A Map of Salt (1962)".

#include "spark-core/api/spark.h"
#include "spark-core/examples/arguments.h"

using namespace mammoth::spark;

extern "C" [[gnu::visibility("default")]] int popular(int argc, char** argv) {
  if (argc != 3) return examples::usage("popular RATINGS NAMES");
  SparkContext sc(SparkConf().setAppName("Popular Films"));
  const auto names = sc.broadcast(
      sc.textFile(argv[2])
          .map([](std::string_view line) {
            return std::pair(examples::number<int>(examples::field(line, '|', 0)),
                             examples::field(line, '|', 1));
          })
          .collectAsMap());
  const auto named =
      sc.textFile(argv[1])
          .map([](std::string_view line) {
            return std::pair(examples::number<int>(examples::field(line, '\t', 1)), std::int64_t{1});
          })
          .reduceByKey([](std::int64_t a, std::int64_t b) { return a + b; })
          .map([names](const auto& film) {
            const auto name = names->find(film.first);
            return std::pair(film.second, name == names->end()
                                              ? "film " + std::to_string(film.first)
                                              : name->second);
          });
  for (const auto& [count, name] : named.top(10))
    std::printf("%lld\t%s\n", static_cast<long long>(count), name.c_str());
  return 0;
}
