// SequenceFiles, object files, programs that RDDs are piped through, samples and sketches; and that
// sorting and combining give the same where only bytes are kept.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "spark-core/api/spark.h"
#include "tests/support/temporary_directory.h"

namespace mammoth::spark {
namespace {

struct Visit {
  std::string page;
  std::int64_t at = 0;
  auto operator<=>(const Visit&) const = default;
};

class SparkFiles : public testing::Test {
 protected:
  std::string path(const std::string& name) const {
    return "file://" + directory_.path() + "/" + name;
  }
  TemporaryDirectory directory_;
  SparkContext sc_{"local[2]", "files"};
};

TEST_F(SparkFiles, SequenceFilesComeBack) {
  std::vector<std::pair<std::string, std::int64_t>> pairs;
  for (int i = 0; i < 20'000; ++i)
    pairs.emplace_back(std::string(static_cast<std::size_t>(i % 300), 'a' + i % 26), i - 5);
  for (const char* codec : {"", "org.apache.hadoop.io.compress.DefaultCodec"}) {
    const std::string where = path(std::string("pairs") + (*codec == '\0' ? "" : ".packed"));
    sc_.parallelize(pairs, 3).saveAsSequenceFile(where, codec);
    auto back = sc_.sequenceFile<std::string, std::int64_t>(where, 16);
    EXPECT_GE(back.getNumPartitions(), *codec == '\0' ? 16 : 3);
    auto all = back.collect();
    auto sorted = pairs;
    std::sort(all.begin(), all.end());
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(all, sorted);
  }
}

TEST_F(SparkFiles, EveryWritableComesBack) {
  using Bytes = std::vector<unsigned char>;
  sc_.parallelize(std::vector<std::pair<std::int32_t, Bytes>>{{-7, {0, 255}}, {1 << 30, {}}}, 1)
      .saveAsSequenceFile(path("a"));
  EXPECT_EQ((sc_.sequenceFile<std::int32_t, Bytes>(path("a")).collectAsMap().at(-7)), (Bytes{0, 255}));
  sc_.parallelize(std::vector<std::pair<bool, double>>{{true, -0.5}}, 1).saveAsSequenceFile(path("b"));
  EXPECT_EQ((sc_.sequenceFile<bool, double>(path("b")).first()), (std::pair{true, -0.5}));
  sc_.parallelize(std::vector<std::pair<std::monostate, float>>{{{}, 1.5F}}, 1).saveAsSequenceFile(path("c"));
  EXPECT_EQ((sc_.sequenceFile<std::monostate, float>(path("c")).first().second), 1.5F);
}

TEST_F(SparkFiles, AWrongClassAndWhatIsNoSequenceFileAreRefused) {
  sc_.parallelize(std::vector<std::pair<std::string, std::string>>{{"a", "b"}}, 1).saveAsSequenceFile(path("a"));
  try {
    sc_.sequenceFile<std::int32_t, std::string>(path("a")).count();
    FAIL();
  } catch (const SparkException& error) {
    EXPECT_NE(std::string(error.what()).find("not (org.apache.hadoop.io.IntWritable"), std::string::npos)
        << error.what();
  }
  std::ofstream(directory_.path() + "/text") << "no sequence file at all\n";
  EXPECT_THROW((sc_.sequenceFile<std::string, std::string>(path("text")).count()), SparkException);
}

TEST_F(SparkFiles, ObjectFilesHoldAnyElements) {
  std::vector<Visit> visits;
  for (int i = 0; i < 137; ++i) visits.push_back({"page " + std::to_string(i), i});
  sc_.parallelize(visits, 4).saveAsObjectFile(path("visits"));
  auto back = sc_.objectFile<Visit>(path("visits")).collect();
  std::sort(back.begin(), back.end(), [](const Visit& a, const Visit& b) { return a.at < b.at; });
  EXPECT_EQ(back, visits);
  sc_.parallelize(std::vector<std::pair<std::monostate, std::vector<unsigned char>>>{{{}, {1, 2}}}, 1)
      .saveAsSequenceFile(path("java"));
  EXPECT_THROW(sc_.objectFile<Visit>(path("java")).count(), SparkException);
}

TEST_F(SparkFiles, BinaryFilesAreNotExpanded) {
  std::filesystem::create_directory(directory_.path() + "/in");
  std::ofstream(directory_.path() + "/in/a.gz") << "not compressed";
  const auto [name, bytes] = sc_.binaryFiles(path("in")).first();
  EXPECT_TRUE(name.ends_with("/in/a.gz"));
  EXPECT_EQ(bytes, "not compressed");
}

TEST_F(SparkFiles, PipeRunsAProgramForEachPartition) {
  const auto numbers = sc_.range(0, 30'000, 1, 3);
  const auto same = numbers.pipe("cat").collect();
  ASSERT_EQ(same.size(), 30'000U);
  EXPECT_EQ(same[29'999], "29999");
  EXPECT_EQ(numbers.pipe("wc -l").map([](const std::string& n) { return std::stoi(n); }).collect(),
            (std::vector<int>{10'000, 10'000, 10'000}));
  EXPECT_EQ(sc_.range(0, 1, 1, 1).pipe("printenv GREETING", {{"GREETING", "hello"}}).first(), "hello");
  EXPECT_EQ(numbers.pipe("true").count(), 0);  // reads nothing
  EXPECT_EQ(sc_.range(0, 1, 1, 1).pipe("printf a").first(), "a");
}

TEST_F(SparkFiles, AProgramThatFailsFailsTheJob) {
  const auto numbers = sc_.range(0, 10, 1, 1);
  try {
    numbers.pipe("false").count();
    FAIL();
  } catch (const SparkException& error) {
    EXPECT_NE(std::string(error.what()).find("Subprocess exited with status 1. Command ran: false"),
              std::string::npos);
  }
  EXPECT_THROW(numbers.pipe("/no/such/program").count(), SparkException);
  EXPECT_THROW(numbers.pipe(" "), std::invalid_argument);
}

TEST_F(SparkFiles, SampleByKeyKeepsEachKeysShare) {
  const auto pairs = sc_.range(0, 20'000, 1, 4).map([](std::int64_t n) {
    return std::pair(std::string(n % 2 == 0 ? "even" : "odd"), n);
  });
  for (const bool replace : {false, true}) {
    const auto counts = pairs.sampleByKey(replace, {{"even", 0.1}, {"odd", 0.5}}, 17).countByKey();
    EXPECT_NEAR(static_cast<double>(counts.at("even")), 1'000, 150);
    EXPECT_NEAR(static_cast<double>(counts.at("odd")), 5'000, 300);
  }
  EXPECT_THROW(pairs.sampleByKey(false, {{"even", 0.1}}).count(), SparkException);
  EXPECT_THROW(pairs.sampleByKey(false, {{"even", -1.0}}), std::invalid_argument);
}

TEST_F(SparkFiles, CountApproxDistinctIsWithinItsError) {
  for (const std::int64_t n : {0L, 1L, 100L, 5'000L, 200'000L}) {
    const auto numbers = sc_.range(0, 2 * n, 1, 4).map([n](std::int64_t i) { return i % n; });
    const auto found = static_cast<double>(numbers.countApproxDistinct(0.02));
    EXPECT_NEAR(found, static_cast<double>(n), 0.08 * static_cast<double>(n)) << n;
  }
  const auto by_key = sc_.range(0, 9'000, 1, 3)
                          .map([](std::int64_t n) { return std::pair(n % 3, n / 6); })
                          .countApproxDistinctByKey(0.01)
                          .collectAsMap();
  for (int key = 0; key < 3; ++key) EXPECT_NEAR(static_cast<double>(by_key.at(key)), 1'500, 60);
  EXPECT_THROW(sc_.range(0, 9).countApproxDistinct(0), std::invalid_argument);
}

// Strings that differ late, or are prefixes of one another; numbers of both signs.
std::vector<std::string> awkward_strings() {
  std::vector<std::string> all{"", std::string(1, '\0'), std::string(9, '\0'), "\xff\xfe"};
  for (int i = 0; i < 5'000; ++i) {
    std::string text = "prefix of many" + std::to_string(i * 7919 % 1000);
    all.push_back(text.substr(0, static_cast<std::size_t>(i % 17)));
    all.push_back(std::move(text));
  }
  return all;
}

template <class K>
void check_sorted(const SparkContext& sc, std::vector<K> keys) {
  std::vector<std::pair<K, int>> pairs;
  for (const K& key : keys) pairs.emplace_back(key, static_cast<int>(pairs.size() % 100));
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(sc.parallelize(pairs, 3).sortByKey(true, 4).keys().collect(), keys);
  std::reverse(keys.begin(), keys.end());
  EXPECT_EQ(sc.parallelize(pairs, 3).sortByKey(false, 4).keys().collect(), keys);
}

TEST(SparkBytes, SortsInMemoryAndThroughTheDisk) {
  std::vector<double> numbers{0, -1.5, 1e300, -1e-300, 7};
  std::vector<std::pair<std::string, int>> pairs;
  for (int i = 0; i < 3'000; ++i) {
    numbers.push_back((i % 2 == 0 ? 1 : -1) * i * 0.37);
    pairs.emplace_back("k" + std::to_string(i % 40), i % 7);
  }
  for (const char* memory : {"64m", "64k"}) {
    SparkConf conf;
    conf.setMaster("local[2]").setAppName("sort").set("spark.mammoth.task.memory", memory);
    const SparkContext sc(conf);
    check_sorted(sc, awkward_strings());
    check_sorted(sc, numbers);
    check_sorted(sc, std::vector<std::int64_t>{3, -1, INT64_MIN, INT64_MAX, 0, -1});
    check_sorted(sc, std::vector<unsigned char>{3, 255, 0, 128});
    check_sorted(sc, pairs);
  }
}

TEST(SparkBytes, KeysOfSeveralStringsAreCombinedInMemoryAndThroughTheDisk) {
  using Key = std::tuple<std::string, std::optional<std::string>, int>;
  std::vector<std::pair<Key, std::int64_t>> pairs;
  std::map<Key, std::int64_t> expected;
  for (int i = 0; i < 20'000; ++i) {
    Key key{"a rather long string " + std::to_string(i % 900),
            i % 3 == 0 ? std::nullopt : std::optional(std::to_string(i % 50)), i % 2};
    expected[key] += i;
    pairs.emplace_back(std::move(key), i);
  }
  for (const char* memory : {"64m", "64k"}) {
    SparkConf conf;
    conf.setMaster("local[2]").setAppName("combine").set("spark.mammoth.task.memory", memory);
    const SparkContext sc(conf);
    const auto rdd = sc.parallelize(pairs, 3);
    const auto sums = rdd.reduceByKey([](std::int64_t a, std::int64_t b) { return a + b; }, 4).collect();
    EXPECT_EQ((std::map<Key, std::int64_t>(sums.begin(), sums.end())), expected);
    std::map<Key, std::int64_t> grouped;
    for (const auto& [key, values] : rdd.groupByKey(2).collect())
      for (const std::int64_t value : values) grouped[key] += value;
    EXPECT_EQ(grouped, expected);
    EXPECT_EQ(rdd.keys().distinct().count(), static_cast<std::int64_t>(expected.size()));
  }
}

}  // namespace
}  // namespace mammoth::spark
