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

}  // namespace
}  // namespace mammoth::spark
