// Jobs that are ended early, by group, by tag, all at once, and actions that run beside the caller.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "spark-core/api/spark.h"
#include "tests/unit/spark-core/api/failure_of.h"

namespace mammoth::spark {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::atomic<int> waiting{0};

// Says that it runs and waits to be told to end.
constexpr auto kWait = [](std::int64_t) {
  ++waiting;
  for (;;) {
    TaskContext::get()->check_interrupted();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
};

template <class R>
std::string failure_of(const FutureAction<R>& action) {
  return spark::failure_of([&] { static_cast<void>(action.get()); });
}

class JobControlTest : public ::testing::Test {
 protected:
  JobControlTest() { waiting = 0; }
  static void wait_for(int tasks) {
    while (waiting < tasks) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  SparkContext sc{"local[2]", "job control"};
};

TEST_F(JobControlTest, AGroupIsCancelledAndOthersGoOn) {
  sc.setJobGroup("slow", "waits for ever");
  EXPECT_EQ(sc.getLocalProperty("spark.job.description"), "waits for ever");
  const auto slow = sc.range(0, 1, 1, 1).foreachAsync(kWait);
  sc.clearJobGroup();
  EXPECT_EQ(sc.getLocalProperty("spark.jobGroup.id"), "");
  wait_for(1);
  const auto other = sc.range(0, 1, 1, 1).foreachAsync(kWait);
  wait_for(2);
  sc.cancelJobGroup("nobody's");
  sc.cancelJobGroup("slow", "because it waits");
  EXPECT_THAT(failure_of(slow), HasSubstr("cancelled because it waits"));
  EXPECT_FALSE(other.isCompleted());
  sc.cancelAllJobs();
  EXPECT_THAT(failure_of(other), HasSubstr("cancelled as part of cancellation of all jobs"));
  EXPECT_FALSE(other.isCancelled());  // not by its own handle
  EXPECT_EQ(sc.range(0, 10).count(), 10);
}

TEST_F(JobControlTest, LaterJobsOfACancelledGroupAreRefused) {
  sc.cancelJobGroupAndFutureJobs("dead");
  sc.setJobGroup("dead", "");
  EXPECT_THAT(failure_of(sc.range(0, 1).countAsync()),
              HasSubstr("cancelled part of cancelled job group dead"));
  sc.clearJobGroup();
  EXPECT_EQ(sc.range(0, 10).countAsync().get(), 10);
}

TEST_F(JobControlTest, TagsSelectJobs) {
  sc.addJobTag("one");
  sc.addJobTag("two");
  EXPECT_THAT(sc.getJobTags(), ElementsAre("one", "two"));
  const auto tagged = sc.range(0, 1, 1, 1).foreachAsync(kWait);
  sc.removeJobTag("two");
  EXPECT_THAT(sc.getJobTags(), ElementsAre("one"));
  sc.clearJobTags();
  EXPECT_THAT(sc.getJobTags(), ElementsAre());
  wait_for(1);
  sc.cancelJobsWithTag("two");
  EXPECT_THAT(failure_of(tagged), HasSubstr("cancelled part of cancelled job tags two"));
  EXPECT_THROW(sc.addJobTag(""), SparkException);
  EXPECT_THROW(sc.cancelJobsWithTag("a,b"), SparkException);
}

TEST_F(JobControlTest, PropertiesAreOfOneThreadAndOneContext) {
  sc.setLocalProperty("spark.scheduler.pool", "mine");
  std::string seen = "nothing";
  std::thread([&] { seen = sc.getLocalProperty("spark.scheduler.pool"); }).join();
  EXPECT_EQ(seen, "");
  sc.stop();
  const SparkContext next("local[1]", "the next");
  EXPECT_EQ(next.getLocalProperty("spark.scheduler.pool"), "");
}

TEST_F(JobControlTest, AsyncActionsAnswerWhatTheOthersDo) {
  const auto numbers = sc.range(0, 100, 1, 4);
  const auto added = sc.longAccumulator("added");
  const auto count = numbers.countAsync();
  const auto all = numbers.collectAsync();
  const auto some = numbers.takeAsync(3);
  numbers.foreachAsync([added](std::int64_t x) { added.add(x); }).get();
  EXPECT_EQ(count.get(), 100);
  EXPECT_EQ(all.get(), numbers.collect());
  EXPECT_EQ(some.get(), (std::vector<std::int64_t>{0, 1, 2}));
  EXPECT_EQ(added.value(), 4950);
  EXPECT_TRUE(count.isCompleted());
  count.cancel();  // too late
  EXPECT_FALSE(count.isCancelled());
}

TEST_F(JobControlTest, AnActionIsCancelledByItsHandle) {
  const auto slow = sc.range(0, 1, 1, 1).foreachAsync(kWait);
  slow.cancel("nobody waits");  // perhaps before its job has begun
  EXPECT_TRUE(slow.isCancelled());
  EXPECT_TRUE(slow.isCompleted());
  EXPECT_THAT(failure_of(slow), HasSubstr("cancelled nobody waits"));
  EXPECT_EQ(sc.range(0, 10).count(), 10);
}

}  // namespace
}  // namespace mammoth::spark
