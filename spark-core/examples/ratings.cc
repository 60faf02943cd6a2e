// How many ratings there are of each number of stars, fewest stars first.
//
//   spark-submit --class ratings libspark-examples.so spark-core/examples/data/ratings.tsv
//
// IN: "user<tab>film<tab>stars<tab>time" as in MovieLens' u.data. Prints "stars<tab>count"; for the
// file above 1 5, 2 29, 3 66, 4 56, 5 44.

#include "spark-core/api/spark.h"
#include "spark-core/examples/arguments.h"

using namespace mammoth::spark;

extern "C" [[gnu::visibility("default")]] int ratings(int argc, char** argv) {
  if (argc != 2) return examples::usage("ratings IN");
  SparkContext sc(SparkConf().setAppName("Ratings Histogram"));
  const auto histogram =
      sc.textFile(argv[1])
          .map([](std::string_view line) {
            return std::pair(examples::number<int>(examples::field(line, '\t', 2)), std::int64_t{1});
          })
          .reduceByKey([](std::int64_t a, std::int64_t b) { return a + b; })
          .sortByKey();
  for (const auto& [stars, count] : histogram.collect())
    std::printf("%d\t%lld\n", stars, static_cast<long long>(count));
  return 0;
}
