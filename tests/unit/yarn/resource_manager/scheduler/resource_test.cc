// Ids as YARN prints them, and the two calculators against DefaultResourceCalculator and
// DominantResourceCalculator.
#include "tests/unit/yarn/resource_manager/scheduler/fixture.h"

namespace mammoth::yarn {
namespace {

const ResourceCalculator memory_only(ResourceCalculator::Kind::kDefault);
const ResourceCalculator dominant(ResourceCalculator::Kind::kDominant);

TEST(Ids, PrintAsInEveryReport) {
  const AttemptId attempt{{1795363963983, 2}, 1};
  EXPECT_EQ(to_text(attempt.application), "application_1795363963983_0002");
  EXPECT_EQ(to_text(attempt), "appattempt_1795363963983_0002_000001");
  EXPECT_EQ(to_text(ContainerId{attempt, 1}), "container_1795363963983_0002_01_000001");
  EXPECT_EQ(to_text(ContainerId{attempt, (std::int64_t{1} << 40) | 1}),
            "container_e01_1795363963983_0002_01_000001");
  EXPECT_EQ(to_text(ContainerId{{{7, 12345}, 123}, 1234567}), "container_7_12345_123_1234567");
}

TEST(Ids, ContainerNamesAreReadBack) {
  for (const char* name : {"container_e01_1795363963983_0002_01_000001",
                           "container_7_0001_01_000123", "container_e123_7_12345_123_1234567"})
    EXPECT_EQ(to_text(parse_container_id(name).value()), name);
  for (const char* name :
       {"", "container_", "container_1_2_3", "container_1_2_3_4_5", "container_e_1_2_3_4",
        "container_1_2_3_x", "container_1_2_-3_4", "container_1_99999999999_3_4",
        "container_1_2_3_4_", "application_1_0001"})
    EXPECT_FALSE(parse_container_id(name)) << name;
}

TEST(Calculator, MemoryAloneMakesOneVcore) {
  const Resource step{1024, 1};
  EXPECT_EQ(memory_only.normalize({1500, 4}, step, {8192, 4}, step), (Resource{2048, 1}));
  EXPECT_EQ(dominant.normalize({1500, 4}, step, {8192, 4}, step), (Resource{2048, 4}));
  EXPECT_EQ(memory_only.normalize({0, 0}, step, {8192, 4}, step), (Resource{1024, 1}));
  EXPECT_EQ(dominant.normalize({0, 0}, {1024, 2}, {8192, 4}, {1024, 2}), (Resource{1024, 2}));
  EXPECT_EQ(dominant.normalize({9000, 9}, step, {8192, 4}, step), (Resource{8192, 4}));
}

TEST(Calculator, DominantSharesDecide) {
  const Resource cluster{100, 10};
  // 20 % memory against 30 % vcores.
  EXPECT_LT(dominant.compare(cluster, {20, 1}, {10, 3}), 0);
  EXPECT_GT(memory_only.compare(cluster, {20, 1}, {10, 3}), 0);
  // Equal dominant shares: the other one decides.
  EXPECT_LT(dominant.compare(cluster, {30, 1}, {20, 3}), 0);
  EXPECT_EQ(dominant.containers_in({10, 2}, {3, 1}), 2);
  EXPECT_EQ(memory_only.containers_in({10, 2}, {3, 1}), 3);
  EXPECT_TRUE(memory_only.fits({5, 9}, {5, 1}));
  EXPECT_FALSE(dominant.fits({5, 9}, {5, 1}));
}

TEST(Calculator, RoundsAsHadoop) {
  EXPECT_EQ(memory_only.divide_and_ceil({1000, 0}, 3), (Resource{334, 1}));
  EXPECT_EQ(memory_only.divide_and_ceil({1000, 0}, 0), (Resource{0, 0}));
  EXPECT_EQ(memory_only.multiply_and_normalize_up({10240, 0}, 0.1, {1024, 1}), (Resource{1024, 1}));
  EXPECT_EQ(memory_only.multiply_and_normalize_up({10250, 0}, 0.1, {1024, 1}), (Resource{2048, 1}));
  EXPECT_EQ(multiply({102400, 100}, static_cast<double>(0.7F)).memory_mb, 71679);
}

}  // namespace
}  // namespace mammoth::yarn
