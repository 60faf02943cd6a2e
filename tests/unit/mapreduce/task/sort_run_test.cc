// Records in any order come out by partition and key, whether keys repeat or not.
#include "mapreduce/task/sort_run.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>

#include "mapreduce/api/writable_access.h"

namespace mammoth::mapreduce::engine {
namespace {

std::string text(const std::string& content) {
  std::string bytes;
  Text(content).write(bytes);
  return bytes;
}

using Sorted = std::map<std::pair<int, std::string>, std::multiset<std::string>>;

void expect_sorted(SortRun& run, const Sorted& expected, int partitions) {
  run.sort();
  Sorted found;
  for (int partition = 0; partition < partitions; ++partition) {
    const auto records = run.partition(partition);
    std::string last = text("");
    while (records->next()) {
      EXPECT_LE(Text::compareBytes(last, records->key()), 0);
      last = records->key();
      found[{partition, last}].insert(std::string(records->value()));
    }
  }
  EXPECT_TRUE(found == expected);
}

// `keys` different keys; few of them stay in the hash table, many give it up.
void fill_and_check(int keys, int count) {
  SortRun run(64 << 20, {writableType<Text>(), nullptr});
  std::mt19937 random(keys);
  for (int round = 0; round < 2; ++round) {
    Sorted expected;
    for (int i = 0; i < count; ++i) {
      const int number = static_cast<int>(random() % static_cast<unsigned>(keys));
      const std::string key = text("key" + std::to_string(number * 7919 % 1000003));
      const std::string value(random() % 50, static_cast<char>('a' + i % 26));
      ASSERT_TRUE(run.add(number % 3, key, value));
      expected[{number % 3, key}].insert(value);
    }
    EXPECT_EQ(run.records(), static_cast<std::uint64_t>(count));
    expect_sorted(run, expected, 3);
    run.clear();
    EXPECT_TRUE(run.empty());
  }
}

TEST(SortRun, SortsKeysThatRepeat) {
  fill_and_check(100, 100'000);
}
TEST(SortRun, SortsKeysThatDoNotRepeat) {
  fill_and_check(1'000'000, 100'000);
}

TEST(SortRun, TakesNothingThatHasNoRoom) {
  SortRun run(64 << 10, {writableType<Text>(), nullptr});
  EXPECT_FALSE(run.add(0, text("key"), std::string(100'000, 'x')));
  EXPECT_TRUE(run.empty());
  int taken = 0;
  while (run.add(0, text(std::to_string(taken)), "value")) ++taken;
  EXPECT_GT(taken, 50);
  EXPECT_LE(run.used_bytes(), std::size_t{64} << 10);
  run.sort();
  const auto records = run.partition(0);
  int found = 0;
  while (records->next()) ++found;
  EXPECT_EQ(found, taken);
}

TEST(SortRun, ABackwardsComparatorTurnsTheOrderRound) {
  class Backwards : public RawComparator {
   public:
    int compare(std::string_view a, std::string_view b) const override {
      return Text::compareBytes(b, a);
    }
  };
  const Backwards backwards;
  SortRun run(1 << 20, {writableType<Text>(), &backwards});
  for (const char* key : {"a", "c", "b"}) ASSERT_TRUE(run.add(0, text(key), ""));
  run.sort();
  const auto records = run.partition(0);
  std::string all;
  while (records->next()) all += records->key().substr(1);
  EXPECT_EQ(all, "cba");
}

}  // namespace
}  // namespace mammoth::mapreduce::engine
