// Degrees of separation: how many steps lead from one hero to another through comics that they appear
// in together. A breadth-first search, one job an iteration; accumulators tell the driver whether
// the target was touched and whether anybody is left to visit.
//
//   spark-submit --class degrees libspark-examples.so spark-core/examples/data/heroes.txt 1 30
//
// IN: "hero other other ...", several lines a hero; lines that begin with # are comments, so that a
// list of edges will do. Prints "1 and 30 are 4 degrees apart" for the arguments
// above, or "1 and 40 are not connected".

#include "spark-core/api/spark.h"
#include "spark-core/examples/arguments.h"

using namespace mammoth::spark;

namespace {

struct Hero {
  std::vector<std::int32_t> links{};
  std::int32_t distance = INT32_MAX;  // from the start
  enum class State : std::uint8_t { kUnseen, kToVisit, kDone } state = State::kUnseen;
};

// What is known of a hero from two sources.
Hero merged(Hero a, Hero b) {
  a.links.insert(a.links.end(), b.links.begin(), b.links.end());
  a.distance = std::min(a.distance, b.distance);
  a.state = std::max(a.state, b.state);
  return a;
}

RDD<std::pair<std::int32_t, Hero>> read_heroes(SparkContext& sc, const char* path,
                                               std::int32_t start) {
  return sc.textFile(path)
      .filter([](std::string_view line) { return !line.empty() && line[0] != '#'; })
      .map([start](std::string_view line) {
        std::pair<std::int32_t, Hero> hero(-1, {});
        examples::for_each_word(line, [&](std::string_view word) {
          const auto id = examples::number<std::int32_t>(word);
          if (hero.first < 0)
            hero.first = id;
          else
            hero.second.links.push_back(id);
        });
        if (hero.first == start) hero.second = {hero.second.links, 0, Hero::State::kToVisit};
        return hero;
      })
      .reduceByKey([](Hero a, Hero b) { return merged(std::move(a), std::move(b)); });
}

}  // namespace

extern "C" [[gnu::visibility("default")]] int degrees(int argc, char** argv) {
  if (argc != 4) return examples::usage("degrees IN START TARGET");
  const auto start = examples::number<std::int32_t>(argv[2]);
  const auto target = examples::number<std::int32_t>(argv[3]);
  SparkContext sc(SparkConf().setAppName("Degrees of Separation"));
  auto heroes = read_heroes(sc, argv[1], start).cache();
  for (int distance = 0;; ++distance) {
    const auto touched = sc.longAccumulator("touched the target");
    const auto visited = sc.longAccumulator("visited");
    heroes.foreach ([touched, visited, target](const auto& hero) {
      if (hero.second.state != Hero::State::kToVisit) return;
      visited.add(1);
      if (hero.first == target) touched.add(1);
    });
    if (touched.value() > 0) {
      std::printf("%d and %d are %d degrees apart\n", start, target, distance);
      return 0;
    }
    if (visited.value() == 0) break;
    const auto next = heroes
                          .flatMap([](const auto& hero) {
                            std::vector<std::pair<std::int32_t, Hero>> found{hero};
                            if (hero.second.state != Hero::State::kToVisit) return found;
                            found[0].second.state = Hero::State::kDone;
                            for (const std::int32_t link : hero.second.links)
                              found.push_back({link,
                                               {{},
                                                hero.second.distance + 1,
                                                Hero::State::kToVisit}});
                            return found;
                          })
                          .reduceByKey([](Hero a, Hero b) {
                            return merged(std::move(a), std::move(b));
                          })
                          .cache();
    next.count();
    heroes.unpersist();
    heroes = next;
  }
  std::printf("%d and %d are not connected\n", start, target);
  return 0;
}
