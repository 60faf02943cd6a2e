#include "spark-core/scheduler/task_end.h"

#include <fmt/format.h>

namespace mammoth::spark::scheduler {

namespace {
template <class... Fs>
struct Cases : Fs... {
  using Fs::operator()...;
};

std::string fetch_failed_text(const FetchFailed& failure) {
  return fmt::format(
      "FetchFailed({}, shuffleId={}, mapIndex={}, mapId={}, reduceId={}, message=\n{}\n)",
      failure.address ? to_text(*failure.address) : "null", failure.shuffle_id.value(),
      failure.map_index, failure.map_id, failure.reduce, failure.message);
}
}  // namespace

std::string to_text(const TaskFailure& failure) {
  return std::visit(
      Cases{
          [](const UnknownReason&) -> std::string { return "UnknownReason"; },
          [](const Resubmitted&) -> std::string {
            return "Resubmitted (resubmitted due to lost executor)";
          },
          [](const FetchFailed& it) { return fetch_failed_text(it); },
          [](const ExceptionFailure& it) { return it.text.empty() ? it.description : it.text; },
          [](const TaskResultLost&) -> std::string {
            return "TaskResultLost (result lost from block manager)";
          },
          [](const TaskKilled& it) { return fmt::format("TaskKilled ({})", it.reason); },
          [](const TaskCommitDenied& it) {
            return fmt::format(
                "TaskCommitDenied (Driver denied task commit) for job: {}, partition: {}, "
                "attemptNumber: {}",
                it.job.value(), it.partition, it.attempt_number);
          },
          [](const ExecutorLostFailure& it) {
            return fmt::format("ExecutorLostFailure (executor {} exited {}){}", it.executor_id,
                               it.caused_by_task ? "caused by one of the running tasks"
                                                 : "unrelated to the running tasks",
                               it.reason.empty() ? "" : " Reason: " + it.reason);
          },
      },
      failure);
}

bool counts_towards_max_failures(const TaskFailure& failure) {
  if (const auto* lost = std::get_if<ExecutorLostFailure>(&failure)) return lost->caused_by_task;
  return !std::holds_alternative<FetchFailed>(failure) &&
         !std::holds_alternative<TaskKilled>(failure) &&
         !std::holds_alternative<TaskCommitDenied>(failure);
}

const std::vector<AccumulatorUpdate>& accumulators_of(const TaskFailure& failure) {
  static const std::vector<AccumulatorUpdate> kNone;
  if (const auto* exception = std::get_if<ExceptionFailure>(&failure))
    return exception->accumulators;
  if (const auto* killed = std::get_if<TaskKilled>(&failure)) return killed->accumulators;
  return kNone;
}

ExecutorLoss ExecutorLoss::exited(int exit_code, bool caused_by_app) {
  return {Kind::kExited, fmt::format("Command exited with code {}", exit_code), caused_by_app};
}

}  // namespace mammoth::spark::scheduler
