// What actions promise: order, exactly-once accumulators, failures with Spark's words.
#include <gtest/gtest.h>

#include "spark-core/api/spark.h"

namespace mammoth::spark {
namespace {

struct Person {
  std::string name;
  int age;
  bool operator==(const Person&) const = default;
};

TEST(Actions, KeepOrderOfPartitionsAndElements) {
  SparkContext sc("local[4]", "actions");
  const auto numbers = sc.range(0, 1000, 1, 7);
  const auto all = numbers.collect();
  ASSERT_EQ(all.size(), 1000U);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  EXPECT_EQ(numbers.take(3), (std::vector<std::int64_t>{0, 1, 2}));
  EXPECT_EQ(numbers.top(2), (std::vector<std::int64_t>{999, 998}));
  EXPECT_EQ(numbers.reduce([](std::int64_t a, std::int64_t b) { return a + b; }), 499500);
  EXPECT_EQ(numbers.treeReduce([](std::int64_t a, std::int64_t b) { return a + b; }), 499500);
  EXPECT_EQ(numbers.fold(1, [](std::int64_t a, std::int64_t b) { return a + b; }), 499500 + 8);
  EXPECT_EQ(
      numbers.zipWithIndex().filter([](const auto& p) { return p.first != p.second; }).count(), 0);
  EXPECT_EQ(numbers.sortBy([](std::int64_t x) { return -x; }).first(), 999);
  EXPECT_DOUBLE_EQ(numbers.mean(), 499.5);
}

TEST(Actions, StructsTravelWithoutUserCode) {
  SparkContext sc("local[2]", "structs");
  const std::vector<Person> people{{"Ann", 30}, {"Bob", 41}, {"Ann", 30}};
  EXPECT_EQ(sc.parallelize(people, 2).collect(), people);
  EXPECT_EQ(sc.parallelize(people, 2).distinct().count(), 2);
}

TEST(Actions, AccumulatorsCountOnceAlsoWhenTasksAreRetried) {
  SparkContext sc("local[2,3]", "retries");
  const auto added = sc.longAccumulator("added");
  sc.range(0, 100, 1, 4).foreach ([added](std::int64_t x) {
    added.add(x);
    if (x == 30 && TaskContext::get()->attemptNumber() == 0) throw std::runtime_error("once");
  });
  EXPECT_EQ(added.value(), 4950);
}

TEST(Actions, AFailedTaskNamesItselfAndItsException) {
  SparkContext sc("local[2]", "failure");
  try {
    sc.range(0, 10, 1, 2)
        .map([](std::int64_t x) {
          if (x == 7) throw std::runtime_error("seven is bad");
          return x;
        })
        .count();
    FAIL() << "the job succeeded";
  } catch (const SparkException& failure) {
    const std::string text = failure.what();
    EXPECT_NE(text.find("Job aborted due to stage failure: Task 1 in stage 0.0 failed 1 times"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("seven is bad"), std::string::npos) << text;
  }
  EXPECT_EQ(sc.range(0, 10).count(), 10);  // the context lives on
}

TEST(Actions, CapturedPointersAreRefusedBeforeTheJob) {
  SparkContext sc("local[1]", "pointers");
  static int outside = 3;
  int* pointer = &outside;
  EXPECT_THROW(
      static_cast<void>(sc.range(0, 3).map([pointer](std::int64_t x) { return x + *pointer; })),
      SparkException);
}

TEST(Actions, BroadcastsAndBoundArgumentsArrive) {
  SparkContext sc("local[2]", "shared");
  const auto table = sc.broadcast(std::map<int, std::string>{{1, "one"}, {2, "two"}});
  const auto words =
      sc.parallelize(std::vector<int>{1, 2, 1}, 2).map([table](int x) { return table->at(x); });
  EXPECT_EQ(words.collect(), (std::vector<std::string>{"one", "two", "one"}));
  const auto longer = words.filter(
      [](const std::string& word, const std::string& prefix) { return word.starts_with(prefix); },
      "o");
  EXPECT_EQ(longer.count(), 2);
}

TEST(Actions, SpillsGiveTheSameAnswer) {
  SparkContext sc(SparkConf()
                      .setMaster("local[2]")
                      .setAppName("spills")
                      .set("spark.mammoth.task.memory", "64k"));
  const auto numbers = sc.range(0, 200000, 1, 4);
  const auto keyed =
      numbers.map([](std::int64_t x) { return std::pair(std::to_string(x % 50000), x); });
  EXPECT_EQ(keyed.reduceByKey([](std::int64_t a, std::int64_t b) { return a + b; }, 3)
                .map([](const auto& p) { return p.second; })
                .sum(),
            19999900000.0);
  EXPECT_EQ(keyed.groupByKey(3).filter([](const auto& p) { return p.second.size() != 4; }).count(),
            0);
  const auto sorted = keyed.sortByKey(true, 2).keys().collect();
  EXPECT_EQ(sorted.size(), 200000U);
  EXPECT_TRUE(std::is_sorted(sorted.begin(), sorted.end()));
}

TEST(Actions, OtherMastersAreRefusedClearly) {
  for (const char* master :
       {"k8s://x", "spark://host", "local-cluster[2,1]", "local-cluster[0,1,1024]", "nonsense", "local[0]"})
    EXPECT_THROW(SparkContext(master, "x"), SparkException) << master;
}

}  // namespace
}  // namespace mammoth::spark
