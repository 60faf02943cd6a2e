// PageRank of a graph: the classic iteration rank = 0.15 + 0.85 * sum of what the neighbours give.
//
//   spark-submit --class pagerank libspark-examples.so IN ITERATIONS
//
// IN: lines "from to"; lines that begin with # are comments. Prints the ten highest ranks,
// "page has rank: 1.234567.", and keeps the links cached and partitioned, so that an iteration
// shuffles the ranks only.

#include <cstdlib>

#include "spark-core/api/spark.h"
#include "spark-core/examples/arguments.h"

using namespace mammoth::spark;

namespace {
using Share = std::pair<std::string_view, double>;  // what a page gives a neighbour
}

extern "C" [[gnu::visibility("default")]] int pagerank(int argc, char** argv) {
  if (argc != 3) return examples::usage("pagerank IN ITERATIONS");
  SparkContext sc(SparkConf().setAppName("PageRank"));
  const auto links =
      sc.textFile(argv[1])
          .filter([](std::string_view line) { return !line.empty() && line[0] != '#'; })
          .map([](std::string_view line) {
            std::pair<std::string_view, std::string_view> edge;
            int field = 0;
            examples::for_each_word(line, [&](std::string_view word) {
              if (field == 0) edge.first = word;
              if (field == 1) edge.second = word;
              ++field;
            });
            return edge;
          })
          .distinct()
          .groupByKey()
          .cache();
  auto ranks = links.mapValues([](const auto&) { return 1.0; });
  for (int i = std::atoi(argv[2]); i > 0; --i) {
    const auto given = links.join(ranks).values().flatMap<Share>([](const auto& page, auto& out) {
      const double share = page.second / static_cast<double>(page.first.size());
      for (const std::string& neighbour : page.first) out(Share(neighbour, share));
    });
    ranks = given.reduceByKey([](double a, double b) { return a + b; }).mapValues([](double sum) {
      return 0.15 + 0.85 * sum;
    });
  }
  const auto best =
      ranks.map([](const auto& page) { return std::pair(page.second, page.first); }).top(10);
  for (const auto& [rank, page] : best) std::printf("%s has rank: %.6f.\n", page.c_str(), rank);
  return 0;
}
