// How long a task waits for the others of its barrier stage: spark.barrier.sync.timeout.
#pragma once

#include <fmt/format.h>

#include <chrono>

#include "spark-core/executor/settings.h"
#include "spark-core/plan/code_ref.h"
#include "spark-core/plan/task_context.h"

namespace mammoth::spark {

class BarrierDeadline {
 public:
  BarrierDeadline(const Settings& settings, const TaskIdentity& task, std::uint64_t epoch)
      : timeout_(settings.time_ms("spark.barrier.sync.timeout", 365LL * 24 * 3600 * 1000)),
        task_(task),
        epoch_(epoch) {}
  // Throws SparkException behind it.
  void check() const {
    if (std::chrono::steady_clock::now() - start_ < timeout_) return;
    throw SparkException(fmt::format(
        "The coordinator didn't get all barrier sync requests for barrier epoch {} from Stage {} "
        "(Attempt {}) within {} second(s).",
        epoch_, task_.stage_id, task_.stage_attempt,
        std::chrono::duration_cast<std::chrono::seconds>(timeout_).count()));
  }

 private:
  const std::chrono::milliseconds timeout_;
  const TaskIdentity task_;
  const std::uint64_t epoch_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace mammoth::spark
