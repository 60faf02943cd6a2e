// What each customer spent, the largest amount first.
//
//   spark-submit --class customers libspark-examples.so spark-core/examples/data/orders.csv
//
// IN: "customer,item,amount". Prints "customer<tab>amount"; the first line for the file above is
// "5<tab>664.39". Amounts are added in cents, so that they do not depend on the order.

#include <cmath>

#include "spark-core/api/spark.h"
#include "spark-core/examples/arguments.h"

using namespace mammoth::spark;

extern "C" [[gnu::visibility("default")]] int customers(int argc, char** argv) {
  if (argc != 2) return examples::usage("customers IN");
  SparkContext sc(SparkConf().setAppName("Spent by Customer"));
  const auto spent =
      sc.textFile(argv[1])
          .map([](std::string_view line) {
            const double amount = examples::number<double>(examples::field(line, ',', 2));
            return std::pair(examples::number<int>(examples::field(line, ',', 0)),
                             static_cast<std::int64_t>(std::llround(amount * 100)));
          })
          .reduceByKey([](std::int64_t a, std::int64_t b) { return a + b; })
          .map([](const auto& each) { return std::pair(each.second, each.first); })
          .sortByKey(false);
  for (const auto& [cents, customer] : spent.collect())
    std::printf("%d\t%.2f\n", customer, static_cast<double>(cents) / 100);
  return 0;
}
