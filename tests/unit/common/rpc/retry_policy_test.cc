#include "common/rpc/retry_policy.h"

#include <gtest/gtest.h>

namespace mammoth::rpc {
namespace {

using std::chrono::milliseconds;

Error failed(ErrorCode code) {
  return {code, "why"};
}

TEST(RetryPolicyTest, RefusalsAreFinalAndBusyServersAreNot) {
  // A missing file stays missing; a busy server will have time.
  const RetryPolicy policy;
  EXPECT_FALSE(policy.is_retriable(failed(ErrorCode::kFileNotFound), true));
  EXPECT_FALSE(policy.is_retriable(failed(ErrorCode::kAccessDenied), true));
  EXPECT_TRUE(policy.is_retriable(failed(ErrorCode::kRetriable), false));
  EXPECT_TRUE(policy.is_retriable(failed(ErrorCode::kConnect), false));
}

TEST(RetryPolicyTest, StandbyHelpsOnlyWhereThereIsAnother) {
  // One address and it is standby: asking it again is useless.
  const RetryPolicy policy;
  EXPECT_FALSE(policy.is_retriable(failed(ErrorCode::kStandby), false));
  EXPECT_TRUE(policy.is_retriable(failed(ErrorCode::kStandby), true));
  EXPECT_TRUE(RetryPolicy::is_failover(failed(ErrorCode::kStandby)));
  EXPECT_FALSE(RetryPolicy::is_failover(failed(ErrorCode::kRetriable)));
}

TEST(RetryPolicyTest, LostCallsAreRepeatedOnlyIfThatIsHarmless) {
  // The connection broke while waiting: whether the call ran is unknown.
  RetryPolicy policy;
  EXPECT_TRUE(policy.is_retriable(failed(ErrorCode::kEof), false));
  policy.retries_lost_calls = false;
  EXPECT_FALSE(policy.is_retriable(failed(ErrorCode::kEof), false));
  EXPECT_FALSE(policy.is_retriable(failed(ErrorCode::kSocketTimeout), false));
}

TEST(RetryPolicyTest, DelaysDoubleUpToTheLimitAndSpread) {
  // Many clients lose one server: they must not all come back at once.
  const RetryPolicy policy{.first_delay = milliseconds(100), .max_delay = milliseconds(1000)};
  EXPECT_EQ(policy.delay_before(1, 0.5), milliseconds(100));
  EXPECT_EQ(policy.delay_before(3, 0.5), milliseconds(400));
  EXPECT_EQ(policy.delay_before(1000, 0.5), milliseconds(1000));
  EXPECT_EQ(policy.delay_before(1, 0.0), milliseconds(50));
  const RetryPolicy fixed{.first_delay = milliseconds(100), .is_exponential = false};
  EXPECT_EQ(fixed.delay_before(9, 0.1), milliseconds(100));
}

}  // namespace
}  // namespace mammoth::rpc
