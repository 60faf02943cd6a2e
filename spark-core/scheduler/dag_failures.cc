// Fetch failures, broken barrier stages, lost outputs: which stages run again, and when to give up.
#include <fmt/format.h>

#include "common/base/check.h"
#include "common/base/log.h"
#include "spark-core/scheduler/dag_scheduler.h"

namespace mammoth::spark::scheduler {

void DagScheduler::resubmitted(const Completion& completion, const StagePtr& stage) {
  check(stage->is_map_stage(), "only finished map tasks are resubmitted");
  stage->pending_partitions.insert(completion.info.partition);
}

void DagScheduler::fetch_failed(const Completion& completion, const StagePtr& stage,
                                const FetchFailed& failure) {
  const StageTask& task = *completion.task;
  if (stage->latest.attempt != task.stage_attempt) {
    log::info(kDagLog, "Ignoring fetch failure from stage {}: there is a more recent attempt {}",
              to_text(task), stage->latest.attempt);
    return;
  }
  const auto found = map_stages_.find(failure.shuffle_id);
  const StagePtr map_stage = found == map_stages_.end() ? nullptr : found->second;
  const bool source_leaves = failure.address && options_.ignore_decommission_fetch_failure &&
                             env_.tasks.decommission_of(failure.address->executor_id);
  if (!source_leaves) stage->failed_attempts.insert(task.stage_attempt);
  const bool gives_up =
      static_cast<int>(stage->failed_attempts.size()) >= options_.max_consecutive_stage_attempts;
  // Many tasks of the attempt fail at once: the first one tells it all.
  if (running_.contains(stage->id)) mark_finished(stage, failure.message, !gives_up);
  if (map_stage) forget_fetched_output(map_stage, failure);
  if (stage->barrier) barrier_stage_broken(stage, failure.message);
  if (gives_up)
    abort_stage(stage, fmt::format("{} ({}) has failed the maximum allowable number of times: {}. "
                                   "Most recent failure reason:\n{}",
                                   to_text(*stage), stage->name,
                                   options_.max_consecutive_stage_attempts, failure.message));
  else
    retry_after_fetch_failure(stage, map_stage);
  if (failure.address) lose_fetch_source(*failure.address, task.epoch);
}

void DagScheduler::forget_fetched_output(const StagePtr& map_stage, const FetchFailed& failure) {
  if (map_stage->barrier)
    env_.outputs.unregister_all_map_outputs(failure.shuffle_id);
  else if (failure.address && failure.map_index >= 0 &&
           failure.map_index < map_stage->partition_count)
    env_.outputs.unregister_map_output(failure.shuffle_id, failure.map_index, *failure.address);
}

void DagScheduler::retry_after_fetch_failure(const StagePtr& stage, const StagePtr& map_stage) {
  if (!find_stage(stage->id)) return;  // aborted above
  const bool is_first = failed_.insert(stage->id).second;
  if (map_stage && !running_.contains(map_stage->id) && !waiting_.contains(map_stage->id))
    failed_.insert(map_stage->id);
  if (!is_first) return;
  if (map_stage && indeterminate(*map_stage))
    abort_what_cannot_roll_back(succeeding_stages(map_stage));
  resubmit_later();
}

void DagScheduler::resubmit_later() {
  at(options_.resubmit_delay_ms, [this] { resubmit_failed_stages(); });
}

void DagScheduler::lose_fetch_source(const BlockManagerId& address, std::uint64_t epoch) {
  const auto leaving = env_.tasks.decommission_of(address.executor_id);
  const bool host_leaves = leaving && leaving->worker_host;
  std::optional<std::string> host;
  if ((options_.shuffle_service || host_leaves) && options_.unregister_output_on_host)
    host = address.host;
  remove_executor(address.executor_id, true, host, epoch, host_leaves);
}

void DagScheduler::barrier_stage_broken(const StagePtr& stage, const std::string& message) {
  if (stage->is_map_stage()) {
    env_.outputs.unregister_all_map_outputs(stage->shuffle->shuffle_id);
    return;
  }
  // Some of its tasks may have committed output already.
  abort_stage(stage,
              "Could not recover from a failed barrier ResultStage. Most recent failure reason: " +
                  message);
}

void DagScheduler::barrier_task_failed(const Completion& completion, const StagePtr& stage) {
  const StageTask& task = *completion.task;
  if (stage->latest.attempt != task.stage_attempt) return;
  const std::string name =
      fmt::format("{}({}, {})", stage->is_map_stage() ? "ShuffleMapTask" : "ResultTask",
                  stage->id.value(), completion.info.partition);
  const std::string message =
      fmt::format("Stage failed because barrier task {} finished unsuccessfully.\n{}", name,
                  to_text(*completion.failure()));
  const ActiveJob* job = job_for(*stage);
  if (!env_.tasks.kill_all_attempts(stage->id, job && interrupts(*job),
                                    fmt::format("Task {} from barrier stage {} ({}) failed.", name,
                                                to_text(*stage), stage->name)))
    return abort_stage(stage, fmt::format("Could not kill zombie barrier tasks for stage {} ({})",
                                          to_text(*stage), stage->name));
  if (running_.contains(stage->id)) mark_finished(stage, message);
  stage->failed_attempts.insert(task.stage_attempt);
  if (static_cast<int>(stage->failed_attempts.size()) >= options_.max_consecutive_stage_attempts)
    return abort_stage(
        stage, fmt::format("{} ({}) has failed the maximum allowable number of times: {}. "
                           "Most recent failure reason: {}",
                           to_text(*stage), stage->name, options_.max_consecutive_stage_attempts,
                           message));
  barrier_stage_broken(stage, message);
  if (find_stage(stage->id) && failed_.insert(stage->id).second) resubmit_later();
}

// The map stage and all stages between it and the results that wait for it.
std::set<StageId> DagScheduler::succeeding_stages(const StagePtr& map_stage) const {
  std::set<StageId> succeeding{map_stage->id};
  for (std::size_t before = 0; before != succeeding.size();) {
    before = succeeding.size();
    // Parents are made before their children, so one round finds nearly all.
    for (const auto& [id, stage] : stages_)
      for (const StagePtr& parent : stage->parents)
        if (succeeding.contains(parent->id)) succeeding.insert(id);
  }
  return succeeding;
}

void DagScheduler::abort_what_cannot_roll_back(const std::set<StageId>& stages) {
  for (const StageId id : stages) {
    const StagePtr stage = find_stage(id);
    if (!stage || stage->is_map_stage()) continue;
    const ActiveJob* job = job_for(*stage);
    if (!job || job->finished_count == 0) continue;
    abort_stage(
        stage, fmt::format(
                   "A shuffle map stage with indeterminate output was failed and retried. However, "
                   "Spark cannot rollback the {} to re-process the input data, and has to fail "
                   "this job. Please eliminate the indeterminacy by checkpointing the RDD before "
                   "repartition and try again.",
                   to_text(*stage)));
  }
}

void DagScheduler::remove_executor(const std::string& executor_id, bool files_lost,
                                   const std::optional<std::string>& host_lost,
                                   std::optional<std::uint64_t> at_epoch,
                                   bool files_lost_for_sure) {
  const std::uint64_t epoch = at_epoch.value_or(env_.outputs.epoch());
  const auto is_news = [&](auto& epochs) {
    const auto [entry, is_new] = epochs.try_emplace(executor_id, epoch);
    if (!is_new && entry->second >= epoch) return false;
    entry->second = epoch;
    return true;
  };
  if (is_news(executor_lost_epoch_)) {
    env_.blocks.executor_removed(executor_id);
    cached_.clear();
  }
  if (!files_lost || (!files_lost_for_sure && !is_news(files_lost_epoch_))) return;
  if (host_lost)
    env_.outputs.remove_outputs_on_host(*host_lost);
  else
    env_.outputs.remove_outputs_on_executor(executor_id);
}

}  // namespace mammoth::spark::scheduler
