#include "common/rpc/retry_policy.h"

#include <algorithm>

namespace mammoth::rpc {

bool RetryPolicy::is_retriable(const Error& error, bool can_fail_over) const {
  switch (error.code) {
    case ErrorCode::kRetriable:
    case ErrorCode::kConnect:
      return true;
    case ErrorCode::kStandby:
    case ErrorCode::kUnknownHost:
      return can_fail_over;
    case ErrorCode::kEof:
    case ErrorCode::kSocketTimeout:
      return retries_lost_calls;
    default:
      return false;
  }
}

bool RetryPolicy::is_failover(const Error& error) {
  switch (error.code) {
    case ErrorCode::kStandby:
    case ErrorCode::kConnect:
    case ErrorCode::kUnknownHost:
    case ErrorCode::kEof:
    case ErrorCode::kSocketTimeout:
      return true;
    default:
      return false;
  }
}

Duration RetryPolicy::delay_before(int attempt, double random) const {
  if (!is_exponential) return first_delay;
  Duration delay = first_delay;
  for (int i = 1; i < attempt && delay < max_delay; ++i) delay *= 2;
  delay = std::min(delay, max_delay);
  return std::chrono::duration_cast<Duration>(delay * (0.5 + random));
}

}  // namespace mammoth::rpc
