// When a call that failed is tried again (Hadoop: RetryPolicies, FailoverOnNetworkExceptionRetry).
#pragma once

#include <chrono>

#include "common/async/task.h"
#include "common/base/error.h"

namespace mammoth::rpc {

// All attempts of a call have the same client id and call id and a growing retry count, so that a
// server's retry cache recognises them. A value type; the functions are pure.
struct RetryPolicy {
  int max_attempts = 10;  // the first one included; 1: never retry
  Duration first_delay = std::chrono::milliseconds(100);
  Duration max_delay = std::chrono::seconds(10);
  bool is_exponential = true;  // delays double, and vary by half; otherwise they stay first_delay

  // A call whose connection was lost may have run. Trying it again is right for protocols like
  // HDFS's, whose methods are all idempotent or in the server's retry cache.
  bool retries_lost_calls = true;

  // Whether this refusal, of any attempt but the last, is worth another one. `can_fail_over`: there
  // is another address.
  bool is_retriable(const Error& error, bool can_fail_over) const;

  // Whether the next attempt should go to another address.
  static bool is_failover(const Error& error);

  // Before attempt number `attempt`, the first repetition being 1. `random` in [0, 1).
  Duration delay_before(int attempt, double random) const;
};

}  // namespace mammoth::rpc
