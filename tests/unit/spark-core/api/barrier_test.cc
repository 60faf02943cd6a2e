// Stages whose tasks run together and wait for each other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spark-core/api/spark.h"
#include "tests/unit/spark-core/api/failure_of.h"

namespace mammoth::spark {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

SparkConf conf(const std::map<std::string, std::string>& settings = {}) {
  SparkConf conf;
  conf.setMaster("local[3]").setAppName("barrier");
  for (const auto& [key, value] : settings) conf.set(key, value);
  return conf;
}

TEST(Barrier, TasksMeetAndHearWhatAllSay) {
  SparkContext sc(conf());
  const auto heard =
      sc.range(0, 30, 1, 3)
          .barrier()
          .mapPartitions([](Iterator<std::int64_t>& elements) {
            const auto task = BarrierTaskContext::get();
            std::int64_t sum = 0;
            for (const std::int64_t x : elements) sum += x;
            std::string all;
            for (const auto& said : task.allGather(std::to_string(sum))) all += said + " ";
            task.barrier();
            for (const auto& said : task.allGather(std::to_string(task->partitionId())))
              all += said;
            return std::vector{all + "/" + std::to_string(task.getTaskInfos().size())};
          })
          .collect();
  EXPECT_THAT(heard, ElementsAre("45 145 245 012/3", "45 145 245 012/3", "45 145 245 012/3"));
}

TEST(Barrier, AStageBehindAShuffleMeetsToo) {
  SparkContext sc(conf());
  const auto most =
      sc.range(0, 1000, 1, 8)
          .map([](std::int64_t x) { return std::pair(x % 7, x); })
          .reduceByKey([](std::int64_t a, std::int64_t b) { return a + b; }, 2)
          .barrier()
          .mapPartitionsWithIndex([](int index,
                                     Iterator<std::pair<std::int64_t, std::int64_t>>& sums) {
            std::int64_t largest = 0;
            for (const auto& [key, sum] : sums) largest = std::max(largest, sum);
            std::int64_t of_all = 0;
            for (const auto& said : BarrierTaskContext::get().allGather(std::to_string(largest)))
              of_all = std::max<std::int64_t>(of_all, std::stoll(said));
            return std::vector{std::pair(index, of_all)};
          })
          .collect();
  std::int64_t expected = 0;
  for (std::int64_t key = 0; key < 7; ++key) {
    std::int64_t sum = 0;
    for (std::int64_t x = key; x < 1000; x += 7) sum += x;
    expected = std::max(expected, sum);
  }
  EXPECT_THAT(most, ElementsAre(std::pair(0, expected), std::pair(1, expected)));
}

TEST(Barrier, MoreTasksThanSlotsAreRefused) {
  SparkContext sc(conf({{"spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "10ms"},
                        {"spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures", "2"}}));
  const auto too_many = sc.range(0, 4, 1, 4).barrier().mapPartitions([](Iterator<std::int64_t>&) {
    return std::vector<int>{};
  });
  EXPECT_THAT(
      failure_of([&] { too_many.count(); }),
      HasSubstr("[SPARK-24819]: Barrier execution mode does not allow run a barrier stage that "
                "requires more slots than the total number of slots"));
}

TEST(Barrier, ChainsThatCannotRunTogetherAreRefused) {
  SparkContext sc(conf());
  const auto stage = sc.range(0, 4, 1, 2).barrier().mapPartitions([](Iterator<std::int64_t>&) {
    return std::vector<int>{1};
  });
  EXPECT_THAT(failure_of([&] { stage.coalesce(1).count(); }), HasSubstr("[SPARK-24820]"));
  EXPECT_THAT(failure_of([&] { stage.zip(stage).count(); }), HasSubstr("[SPARK-24820]"));
}

TEST(Barrier, WhoeverDoesNotComeIsWaitedForOnlySoLong) {
  SparkContext sc(conf({{"spark.barrier.sync.timeout", "100ms"}}));
  const auto stage = sc.range(0, 2, 1, 2).barrier().mapPartitions([](Iterator<std::int64_t>&) {
    if (TaskContext::getPartitionId() == 0) BarrierTaskContext::get().barrier();
    return std::vector<int>{};
  });
  EXPECT_THAT(
      failure_of([&] { stage.count(); }),
      HasSubstr(
          "The coordinator didn't get all barrier sync requests for barrier epoch 0 from Stage"));
}

TEST(Barrier, IsOnlyForItsTasks) {
  SparkContext sc(conf());
  const auto plain = sc.range(0, 1, 1, 1).mapPartitions([](Iterator<std::int64_t>&) {
    BarrierTaskContext::get().barrier();
    return std::vector<int>{};
  });
  EXPECT_THAT(failure_of([&] { plain.count(); }),
              HasSubstr("only available in tasks of a barrier stage"));
}

}  // namespace
}  // namespace mammoth::spark
