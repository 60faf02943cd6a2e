// How a task attempt ends (Spark: TaskEndReason and ExecutorLossReason), with the texts Spark's
// users search for. Values.
//
// A failure counts against spark.task.maxFailures unless it is not the task's fault: a fetch that
// failed, a kill, a denied commit, an executor lost for another reason.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "spark-core/plan/task_metrics.h"
#include "spark-core/scheduler/ids.h"
#include "spark-core/scheduler/map_status.h"

namespace mammoth::spark::scheduler {

// What a task added to an accumulator, serialised; the driver's AccumulatorSink knows how to add
// it.
struct AccumulatorUpdate {
  AccumulatorId id;
  std::string value;
};

// The attempt did its work.
struct TaskSuccess {
  Payload value{};                        // a result task's result; handed to the job's listener
  std::optional<MapStatus> map_status{};  // a shuffle map task's output
  std::uint64_t result_bytes = 0;         // serialised, counted against spark.driver.maxResultSize
  std::vector<AccumulatorUpdate> accumulators{};
  std::uint64_t records_read = 0;  // with run_ms: the rate that speculation compares
  std::int64_t run_ms = 0;
  TaskMetrics metrics{};
};

// Only the scheduler says this: a finished map task's output went down with its executor.
struct Resubmitted {};
struct FetchFailed {
  std::optional<BlockManagerId> address;  // absent: not even the location was known
  ShuffleId shuffle_id;
  std::int64_t map_id = -1;
  int map_index = -1;  // -1: unknown
  int reduce = -1;
  std::string message;
};
struct ExceptionFailure {
  enum class Kind {
    kOther,
    kResultNotSerializable,  // a retry would not help: the task set is aborted
    kOutputFileExists,       // likewise
  };
  std::string description{};  // what()
  std::string text{};  // with its class and trace, as the user shall read it; empty: description
  Kind kind = Kind::kOther;
  std::vector<AccumulatorUpdate> accumulators{};
};
struct TaskResultLost {};
struct TaskKilled {
  std::string reason;
  std::vector<AccumulatorUpdate> accumulators;
};
struct TaskCommitDenied {
  JobId job;
  int partition = 0;
  int attempt_number = 0;
};
struct ExecutorLostFailure {
  std::string executor_id;
  bool caused_by_task = true;
  std::string reason;
};
struct UnknownReason {};

using TaskFailure = std::variant<UnknownReason, Resubmitted, FetchFailed, ExceptionFailure,
                                 TaskResultLost, TaskKilled, TaskCommitDenied, ExecutorLostFailure>;

std::string to_text(const TaskFailure& failure);
bool counts_towards_max_failures(const TaskFailure& failure);
// What a failed or killed attempt had added; empty for the others.
const std::vector<AccumulatorUpdate>& accumulators_of(const TaskFailure& failure);

// Why an executor is gone.
struct ExecutorLoss {
  enum class Kind {
    kExited,  // the process ended; caused_by_app says whether a task may be to blame
    kKilledByDriver,
    kProcessLost,  // connection or heartbeat lost
    kDecommissioned,
    kPending,  // the reason is not known yet: a second report with it must follow
  };
  Kind kind = Kind::kProcessLost;
  std::string message = "Executor Process Lost";
  bool caused_by_app = true;
  std::optional<std::string> worker_host{};  // the whole worker went, its shuffle files too

  static ExecutorLoss exited(int exit_code, bool caused_by_app);
  static ExecutorLoss killed() {
    return {Kind::kKilledByDriver, "Executor killed by driver.", false};
  }
  static ExecutorLoss process_lost(std::string message) {
    return {Kind::kProcessLost, std::move(message)};
  }
};

}  // namespace mammoth::spark::scheduler
