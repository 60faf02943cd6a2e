#include <gtest/gtest.h>

#include "tests/unit/spark-core/api/pipelines.h"

namespace mammoth::spark {
namespace {

TEST(Pipelines, OneThreadAgreesWithTheModel) {
  SparkContext sc("local[1]", "pipelines");
  EXPECT_EQ(check_pipelines(sc, 1, 500), "");
}
TEST(Pipelines, FourThreadsAgreeWithTheModel) {
  SparkContext sc("local[4]", "pipelines");
  EXPECT_EQ(check_pipelines(sc, 2, 500), "");
}

// Records of all sizes, some of them longer than many of a compressed block's pieces.
TEST(Pipelines, CompressedShufflesAgreeWithPlainOnes) {
  std::vector<std::vector<std::pair<int, std::string>>> answers;
  for (const char* codec : {"", "lz4", "zstd"}) {
    SparkConf conf;
    conf.setMaster("local[2]").setAppName("compressed");
    conf.set("spark.shuffle.compress", *codec != 0 ? "true" : "false");
    if (*codec != 0) conf.set("spark.io.compression.codec", codec);
    SparkContext sc(conf);
    if (*codec != 0) EXPECT_EQ(check_pipelines(sc, 3, 100), "");
    answers.push_back(
        sc.range(0, 3'000, 1, 3)
            .map([](std::int64_t x) {
              return std::pair<int, std::string>(
                  static_cast<int>(x),
                  std::string(x % 500 == 7 ? 900'000 : static_cast<std::size_t>(x) % 700,
                              static_cast<char>('a' + x % 26)));
            })
            .sortByKey(false, 4)
            .collect());
  }
  EXPECT_EQ(answers[0].size(), 3'000U);
  EXPECT_TRUE(answers[1] == answers[0]);
  EXPECT_TRUE(answers[2] == answers[0]);
}

}  // namespace
}  // namespace mammoth::spark
