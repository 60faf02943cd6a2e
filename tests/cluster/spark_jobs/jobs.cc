// Jobs for the tests of executor processes: each does something that may go wrong at a moment the
// test can see, by files that tasks leave in a directory, "PHASE-PARTITION-ATTEMPT-PID".
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "spark-core/api/spark.h"
#include "tests/unit/spark-core/api/pipelines.h"

using namespace mammoth::spark;

namespace {

void mark(const std::string& directory, const char* phase) {
  const TaskContext& task = *TaskContext::get();
  std::ofstream(directory + "/" + phase + "-" + std::to_string(task.partitionId()) + "-" +
                std::to_string(task.attemptNumber()) + "-" + std::to_string(::getpid()))
      << "\n";
}
void pause(int ms) {
  std::this_thread::sleep_for(std::chrono::milliseconds(ms));
}

// The elements of 8 partitions, each of which takes `ms`.
RDD<std::pair<int, std::int64_t>> slow_pairs(const SparkContext& sc, const std::string& directory,
                                             int ms) {
  return sc.range(0, 80'000, 1, 8)
      .mapPartitions(
          [](Iterator<std::int64_t>& numbers, const std::string& into, int wait) {
            mark(into, "map");
            pause(wait);
            std::vector<std::pair<int, std::int64_t>> pairs;
            for (const std::int64_t n : numbers) pairs.emplace_back(static_cast<int>(n % 100), n);
            return pairs;
          },
          false, directory.c_str(), ms);
}

void print_sums(std::vector<std::pair<int, std::int64_t>> sums) {
  std::sort(sums.begin(), sums.end());
  std::uint64_t check = 0;
  for (const auto& [key, sum] : sums) check = check * 31 + static_cast<std::uint64_t>(key + sum);
  std::printf("%zu keys, check %llu\n", sums.size(), static_cast<unsigned long long>(check));
}

}  // namespace

// two_stages DIRECTORY MAP_MS REDUCE_MS: a shuffle whose two sides take their time.
extern "C" [[gnu::visibility("default")]] int two_stages(int, char** argv) {
  SparkContext sc(SparkConf().setAppName("Two Stages"));
  const std::string directory = argv[1];
  print_sums(
      slow_pairs(sc, directory, std::atoi(argv[2]))
          .reduceByKey([](std::int64_t a, std::int64_t b) { return a + b; }, 4)
          .mapPartitions(
              [](Iterator<std::pair<int, std::int64_t>>& sums, const std::string& into, int wait) {
                mark(into, "reduce");
                pause(wait);
                std::vector<std::pair<int, std::int64_t>> all;
                for (const auto& each : sums) all.push_back(each);
                return all;
              },
              false, directory.c_str(), std::atoi(argv[3]))
          .collect());
  return 0;
}

// same_shuffle DIRECTORY MS: the map outputs of one shuffle are read by two jobs; between them the
// test may do harm.
extern "C" [[gnu::visibility("default")]] int same_shuffle(int, char** argv) {
  SparkContext sc(SparkConf().setAppName("Same Shuffle"));
  const auto sums = slow_pairs(sc, argv[1], 0)
                        .reduceByKey([](std::int64_t a, std::int64_t b) { return a + b; }, 4);
  print_sums(sums.collect());
  std::fflush(stdout);
  pause(std::atoi(argv[2]));
  print_sums(sums.collect());
  return 0;
}

// cached DIRECTORY MS [LEVEL | local_checkpoint]: counts a cached RDD twice; how many partitions
// were computed shows in the directory.
extern "C" [[gnu::visibility("default")]] int cached(int count, char** argv) {
  SparkContext sc(SparkConf().setAppName("Cached"));
  const std::string how = count > 3 ? argv[3] : "MEMORY_ONLY";
  const auto pairs = slow_pairs(sc, argv[1], 0);
  if (how == "local_checkpoint")
    pairs.localCheckpoint();
  else
    pairs.persist(StorageLevel::fromString(how));
  std::printf("%lld\n", static_cast<long long>(pairs.count()));
  std::fflush(stdout);
  pause(std::atoi(argv[2]));
  std::printf("%lld\n", static_cast<long long>(pairs.count()));
  return 0;
}

// big_shuffle MIB: sorts so many MiB that say nothing, backwards.
extern "C" [[gnu::visibility("default")]] int big_shuffle(int, char** argv) {
  SparkContext sc(SparkConf().setAppName("Big Shuffle"));
  const auto sorted = sc.range(0, 1024L * std::atoi(argv[1]), 1, 8)
                          .map([](std::int64_t n) {
                            std::string text(1024, ' ');
                            for (std::size_t i = 0; i < text.size(); ++i)
                              text[i] = static_cast<char>(mix_bits(n + 1, i + 1));
                            return std::pair(n, text);
                          })
                          .sortByKey(false, 4);
  std::printf("%lld records, first %lld\n", static_cast<long long>(sorted.count()),
              static_cast<long long>(sorted.first().first));
  return 0;
}

// moved_cache DIRECTORY: two tasks cache a partition each and wait for each other, so on two
// executors. Then one task needs both partitions.
extern "C" [[gnu::visibility("default")]] int moved_cache(int, char** argv) {
  SparkContext sc(SparkConf().setAppName("Moved Cache"));
  const auto numbers =
      sc.range(0, 1000, 1, 2)
          .mapPartitions(
              [](Iterator<std::int64_t>& all, const std::string& into) {
                mark(into, "map");
                while (std::distance(std::filesystem::directory_iterator(into), {}) < 2) pause(5);
                std::vector<std::int64_t> kept;
                for (const std::int64_t n : all) kept.push_back(n);
                return kept;
              },
              false, argv[1])
          .cache();
  std::printf("%lld\n", static_cast<long long>(numbers.count()));
  std::printf("%lld\n", static_cast<long long>(numbers.coalesce(1).count()));
  return 0;
}

// meeting DIRECTORY: tasks on all executors meet twice; the first time one of them fails in
// between.
extern "C" [[gnu::visibility("default")]] int meeting(int, char** argv) {
  SparkContext sc(SparkConf().setAppName("Meeting"));
  const auto heard = sc.range(0, 2, 1, 2)
                         .barrier()
                         .mapPartitions(
                             [](Iterator<std::int64_t>&, const std::string& into) {
                               const auto task = BarrierTaskContext::get();
                               mark(into, "meet");
                               task.barrier();
                               if (task->stageAttemptNumber() == 0 && task->partitionId() == 1)
                                 throw std::runtime_error("the first time fails");
                               std::string all;
                               for (const auto& pid : task.allGather(std::to_string(::getpid())))
                                 all += pid + " ";
                               return std::vector{all};
                             },
                             false, argv[1])
                         .repartition(1)
                         .collect();
  for (const std::string& each : heard) std::printf("%s\n", each.c_str());
  return 0;
}

// accumulate: adds in tasks that fail the first time.
extern "C" [[gnu::visibility("default")]] int accumulate(int, char**) {
  SparkContext sc(SparkConf().setAppName("Accumulate"));
  const auto total = sc.longAccumulator("total");
  const auto table = sc.broadcast(std::vector<std::int64_t>{2, 3, 5});
  sc.range(0, 1000, 1, 8).foreach ([total, table](std::int64_t x) {
    total.add(x * (*table)[0]);
    if (x % 250 == 30 && TaskContext::get()->attemptNumber() == 0)
      throw std::runtime_error("the first time fails");
  });
  std::printf("%lld\n", static_cast<long long>(total.value()));
  return 0;
}

// big_results: each task answers more than fits into a message.
extern "C" [[gnu::visibility("default")]] int big_results(int, char**) {
  SparkContext sc(SparkConf().setAppName("Big Results"));
  const auto texts = sc.range(0, 6, 1, 6)
                         .map([](std::int64_t n) { return std::string(3'000'000, 'a' + n % 26); })
                         .collect();
  for (const std::string& text : texts) std::printf("%c %zu\n", text[0], text.size());
  return 0;
}

namespace {
[[gnu::noinline]] void broken_function(const std::string& how) {
  if (how == "segv") *static_cast<volatile int*>(nullptr) = 1;
  if (how == "exit") ::_exit(3);
  if (how == "abort") std::abort();
  throw std::runtime_error("user code says no");
}
}  // namespace

// crash HOW: what user code does worst.
extern "C" [[gnu::visibility("default")]] int crash(int, char** argv) {
  SparkContext sc(SparkConf().setAppName("Crash"));
  sc.range(0, 4, 1, 2)
      .foreach (
          [](std::int64_t x, const std::string& how) {
            if (x == 3) broken_function(how);
          },
          argv[1]);
  return 0;
}

// hang DIRECTORY: tasks that never end.
extern "C" [[gnu::visibility("default")]] int hang(int, char** argv) {
  SparkContext sc(SparkConf().setAppName("Hang"));
  sc.range(0, 4, 1, 2)
      .foreach (
          [](std::int64_t, const std::string& into) {
            mark(into, "hang");
            while (true) pause(1000);
          },
          argv[1]);
  return 0;
}

// fail_once DIRECTORY: ends badly when it is run for the first time.
extern "C" [[gnu::visibility("default")]] int fail_once(int, char** argv) {
  const std::string mark = std::string(argv[1]) + "/failed-0-0-0";
  if (std::ifstream(mark)) return 0;
  std::ofstream(mark) << "\n";
  return 3;
}

// pipelines SEED COUNT
extern "C" [[gnu::visibility("default")]] int pipelines(int, char** argv) {
  SparkContext sc(SparkConf().setAppName("Pipelines"));
  const std::string wrong =
      check_pipelines(sc, static_cast<unsigned>(std::atoi(argv[1])), std::atoi(argv[2]));
  if (!wrong.empty()) std::printf("the engine and the model differ: %s\n", wrong.c_str());
  return wrong.empty() ? 0 : 1;
}

// sequence_files WRITE_DIRECTORY CODEC [READ_DIRECTORY]: pairs of Text and LongWritable.
extern "C" [[gnu::visibility("default")]] int sequence_files(int argc, char** argv) {
  SparkContext sc(SparkConf().setAppName("Sequence Files"));
  sc.range(0, 300, 1, 2)
      .map([](std::int64_t n) {
        return std::pair("key " + std::to_string(n) + std::string(n % 200, 'x'), n);
      })
      .saveAsSequenceFile(argv[1], argv[2]);
  if (argc < 4) return 0;
  const auto pairs = sc.sequenceFile<std::string, std::int64_t>(argv[3], 4).sortByKey(true, 1);
  for (const auto& [key, value] : pairs.collect())
    std::printf("%s\t%lld\n", key.c_str(), static_cast<long long>(value));
  return 0;
}

// empty: what starting and stopping costs.
extern "C" [[gnu::visibility("default")]] int empty(int, char**) {
  SparkContext sc(SparkConf().setAppName("Empty"));
  return sc.emptyRDD<int>().count() == 0 ? 0 : 1;
}
