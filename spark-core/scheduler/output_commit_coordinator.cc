#include "spark-core/scheduler/output_commit_coordinator.h"

#include "common/base/check.h"

namespace mammoth::spark::scheduler {

void OutputCommitCoordinator::stage_started(StageId stage, int partition_count) {
  const auto [entry, is_new] = stages_.try_emplace(stage);
  auto& committers = entry->second.committers;
  if (is_new) committers.resize(static_cast<std::size_t>(partition_count));
  check(committers.size() == static_cast<std::size_t>(partition_count),
        "a stage keeps its number of partitions");
}

void OutputCommitCoordinator::stage_ended(StageId stage) {
  stages_.erase(stage);
}

void OutputCommitCoordinator::task_completed(StageId stage, int stage_attempt, int partition,
                                             int attempt_number, const TaskFailure* failure) {
  const auto entry = stages_.find(stage);
  if (entry == stages_.end() || !failure || std::holds_alternative<TaskCommitDenied>(*failure))
    return;
  const Attempt attempt{stage_attempt, attempt_number};
  entry->second.failures[partition].insert(attempt);
  auto& committer = entry->second.committers.at(static_cast<std::size_t>(partition));
  if (committer == attempt) committer.reset();
}

bool OutputCommitCoordinator::can_commit(StageId stage, int stage_attempt, int partition,
                                         int attempt_number) {
  const auto entry = stages_.find(stage);
  if (entry == stages_.end() || partition < 0 ||
      static_cast<std::size_t>(partition) >= entry->second.committers.size())
    return false;
  const Attempt attempt{stage_attempt, attempt_number};
  const auto failures = entry->second.failures.find(partition);
  if (failures != entry->second.failures.end() && failures->second.contains(attempt)) return false;
  auto& committer = entry->second.committers[static_cast<std::size_t>(partition)];
  if (committer) return false;
  committer = attempt;
  return true;
}

}  // namespace mammoth::spark::scheduler
