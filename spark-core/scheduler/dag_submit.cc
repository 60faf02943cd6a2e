// Jobs arrive, stages are submitted when nothing above them is missing.
#include <fmt/format.h>

#include <algorithm>

#include "common/base/check.h"
#include "common/base/log.h"
#include "spark-core/scheduler/barrier_refusal.h"
#include "spark-core/scheduler/dag_scheduler.h"

namespace mammoth::spark::scheduler {

namespace {

const std::string* property(const Properties& properties, const char* key) {
  const auto found = properties.find(key);
  return found == properties.end() ? nullptr : &found->second;
}
}  // namespace

Result<JobId> DagScheduler::submit(JobRequest request) {
  check(request.listener != nullptr, "a job has a listener");
  int partition_count = 0;
  try {
    // The whole lineage is looked at here, so that a missing input path refuses the call itself.
    std::set<RddId> visited;
    std::vector<RddId> to_visit{request.rdd};
    while (!to_visit.empty()) {
      const RddId next = to_visit.back();
      to_visit.pop_back();
      if (!visited.insert(next).second) continue;
      for (const Dependency& it : env_.lineage.rdd(next).dependencies) to_visit.push_back(it.rdd);
    }
    partition_count = env_.lineage.rdd(request.rdd).partition_count;
  } catch (const std::exception& broken) {
    return Error{ErrorCode::kIllegalArgument, broken.what()};
  }
  for (const int partition : request.partitions)
    if (partition < 0 || partition >= partition_count)
      return Error{ErrorCode::kIllegalArgument,
                   fmt::format("Attempting to access a non-existent partition: {}. Total number of "
                               "partitions: {}",
                               partition, partition_count)};
  const JobId id{next_job_++};
  post([this, id, request = std::move(request)] { handle_submit(id, request); });
  return id;
}

Result<JobId> DagScheduler::submit_map_stage(MapStageRequest request) {
  check(request.listener && request.dependency.shuffle, "a listener and a shuffle");
  try {
    if (env_.lineage.rdd(request.dependency.rdd).partition_count == 0)
      return Error{ErrorCode::kIllegalArgument,
                   "Can't run submitMapStage on RDD with 0 partitions"};
  } catch (const std::exception& broken) {
    return Error{ErrorCode::kIllegalArgument, broken.what()};
  }
  const JobId id{next_job_++};
  post([this, id, request = std::move(request)] { handle_submit_map_stage(id, request); });
  return id;
}

void DagScheduler::handle_submit(JobId id, JobRequest request) {
  if (stopped_)
    return request.listener->job_failed(
        {JobFailure::Kind::kStopped,
         fmt::format("Job {} cancelled because SparkContext was shut down", id.value())});
  if (const std::string* group = property(request.properties, "spark.jobGroup.id");
      group && cancelled_groups_.contains(*group))
    return request.listener->job_failed(
        {JobFailure::Kind::kCancelled,
         fmt::format("Job {} cancelled part of cancelled job group {}", id.value(), *group)});
  if (request.partitions.empty()) {
    env_.listener.job_started(id, {}, request.properties);
    env_.listener.job_ended(id, nullptr);
    return request.listener->job_succeeded();
  }
  StagePtr stage;
  std::string refusal;
  try {
    stage = create_result_stage(request, id);
  } catch (const BarrierSlotsRefusal& few) {
    forget_job(id);
    if (retry_barrier_later(id, request, few.what())) return;
    refusal = few.what();
  } catch (const std::exception& broken) {
    forget_job(id);
    refusal = broken.what();
  }
  barrier_checks_.erase(id);
  if (!stage) return request.listener->job_failed({JobFailure::Kind::kRefused, refusal});
  start_job({.id = id,
             .final_stage = stage,
             .call_site = request.call_site,
             .listener = request.listener,
             .properties = std::make_shared<const Properties>(std::move(request.properties)),
             .finished = std::vector<bool>(request.partitions.size(), false),
             .finished_count = 0});
  submit_stage(stage);
}

bool DagScheduler::retry_barrier_later(JobId id, const JobRequest& request,
                                       const std::string& message) {
  const int failures = ++barrier_checks_[id];
  if (failures > options_.barrier_check_max_failures) return false;
  log::warn(kDagLog, "job {}: {} Will retry up to {} more times", id.value(), message,
            options_.barrier_check_max_failures - failures + 1);
  at(options_.barrier_check_interval_ms, [this, id, request] { handle_submit(id, request); });
  return true;
}

void DagScheduler::handle_submit_map_stage(JobId id, MapStageRequest request) {
  StagePtr stage;
  try {
    if (stopped_) throw std::runtime_error("SparkContext was shut down");
    stage = map_stage_for(request.dependency, id);
    assign_to_job(id, stage);
  } catch (const std::exception& broken) {
    forget_job(id);
    return request.listener->job_failed({JobFailure::Kind::kRefused, broken.what()});
  }
  stage->map_stage_jobs.insert(id);
  start_job({.id = id,
             .final_stage = stage,
             .call_site = request.call_site,
             .listener = request.listener,
             .properties = std::make_shared<const Properties>(std::move(request.properties)),
             .finished = std::vector<bool>(1, false),
             .finished_count = 0});
  submit_stage(stage);
  if (jobs_.contains(id) && available(*stage)) finish_map_stage_job(id);
}

void DagScheduler::start_job(ActiveJob job) {
  cached_.clear();
  std::vector<StageInfo> stages;
  for (const StageId id : stages_of_job_[job.id]) stages.push_back(stages_.at(id)->latest);
  env_.listener.job_started(job.id, stages, *job.properties);
  jobs_.emplace(job.id, std::move(job));
}

void DagScheduler::submit_stage(const StagePtr& stage) {
  const ActiveJob* job = job_for(*stage);
  if (!job) return abort_stage(stage, fmt::format("No active job for stage {}", stage->id.value()));
  if (waiting_.contains(stage->id) || running_.contains(stage->id) || failed_.contains(stage->id))
    return;
  const int most = std::max(options_.max_consecutive_stage_attempts, options_.max_stage_attempts);
  if (stage->next_attempt >= most)
    return abort_stage(stage,
                       fmt::format("{} (name={}) has been resubmitted for the maximum allowable "
                                   "number of times: {}, which is the max value of config "
                                   "`spark.stage.maxAttempts` and "
                                   "`spark.stage.maxConsecutiveAttempts`.",
                                   to_text(*stage), stage->name, most));
  const std::vector<StagePtr> missing = missing_parents(stage, job->id);
  if (missing.empty()) return submit_missing_tasks(stage, *job);
  waiting_.insert(stage->id);
  for (const StagePtr& parent : missing) submit_stage(parent);
}

// A map stage that may give other records than last time is computed whole, and so is everything
// after it. False: that failed every job that wanted it.
bool DagScheduler::roll_back_before_retry(const StagePtr& stage) {
  if (!stage->is_map_stage() || !indeterminate(*stage) || available(*stage)) return true;
  if (stage->next_attempt > 0) {
    const std::set<StageId> succeeding = succeeding_stages(stage);
    abort_what_cannot_roll_back(succeeding);
    if (std::ranges::none_of(
            jobs_, [&](const auto& it) { return succeeding.contains(it.second.final_stage->id); }))
      return false;
    // What other map stages made of the old records is as wrong as the records that are lost.
    for (const StageId id : succeeding)
      if (const StagePtr after = find_stage(id);
          after && after->is_map_stage() && indeterminate(*after))
        env_.outputs.unregister_all_map_outputs(after->shuffle->shuffle_id);
  }
  env_.outputs.unregister_all_map_outputs(stage->shuffle->shuffle_id);
  return true;
}

void DagScheduler::submit_missing_tasks(const StagePtr& stage, const ActiveJob& for_job) {
  const JobId job_id = for_job.id;
  if (!roll_back_before_retry(stage)) return;
  const auto entry = jobs_.find(job_id);
  if (entry == jobs_.end())
    return submit_stage(stage);  // that job is gone, another wants the stage
  const ActiveJob& job = entry->second;
  const std::vector<int> missing = missing_partitions(*stage);
  running_.insert(stage->id);
  const int commit_slots =
      stage->is_map_stage() ? stage->partition_count : env_.lineage.rdd(stage->rdd).partition_count;
  env_.commits.stage_started(stage->id, commit_slots);
  TaskSet task_set;
  if (!make_task_set(stage, job, missing, task_set)) return;
  if (missing.empty()) return finish_empty_stage(stage);
  env_.tasks.submit(std::move(task_set));
}

bool DagScheduler::make_task_set(const StagePtr& stage, const ActiveJob& job,
                                 const std::vector<int>& missing, TaskSet& task_set) {
  std::optional<std::string> broken;
  try {
    for (const int output : missing) {
      const int partition =
          stage->is_map_stage() ? output : stage->partitions[static_cast<std::size_t>(output)];
      task_set.tasks.push_back({partition, output, preferred_locations(stage->rdd, partition)});
    }
  } catch (const std::exception& failure) {
    broken = fmt::format("Task creation failed: {}", failure.what());
  }
  StageInfo& info = stage->latest;
  info.attempt = stage->next_attempt++;
  info.task_count = static_cast<int>(missing.size());
  info.submission_ms = missing.empty() ? std::nullopt : std::optional(env_.clock.wall_ms());
  info.completion_ms.reset();
  info.failure_reason.reset();
  env_.listener.stage_submitted(info, *job.properties);
  if (!broken) try {
      const auto shared = std::make_shared<StageTask>(
          StageTask{.stage = stage->id,
                    .stage_attempt = info.attempt,
                    .job = job.id,
                    .rdd = stage->rdd,
                    .shuffle = stage->latest.shuffle,
                    .reduce_count = stage->is_map_stage() ? stage->shuffle->reduce_count : 0,
                    .partition_count = stage->partition_count,
                    .epoch = env_.outputs.epoch(),
                    .barrier = stage->barrier,
                    .priority = job.id.value(),
                    .function = stage->function,
                    .binary = {},
                    .properties = job.properties});
      if (!missing.empty()) shared->binary = env_.binaries.prepare(*shared);
      task_set.stage = shared;
    } catch (const std::exception& failure) {
      broken = fmt::format("Task serialization failed: {}", failure.what());
    }
  if (broken) {
    abort_stage(stage, *broken);
    running_.erase(stage->id);
    return false;
  }
  stage->pending_partitions.clear();
  if (stage->is_map_stage()) stage->pending_partitions.insert(missing.begin(), missing.end());
  return true;
}

void DagScheduler::finish_empty_stage(const StagePtr& stage) {
  if (stage->is_map_stage()) return map_stage_tasks_done(stage);
  mark_finished(stage);
  submit_waiting_children(stage);
}

void DagScheduler::submit_waiting_children(const StagePtr& parent) {
  std::vector<StagePtr> children;
  for (const StageId id : waiting_)
    if (const StagePtr stage = find_stage(id);
        std::ranges::find(stage->parents, parent) != stage->parents.end())
      children.push_back(stage);
  for (const StagePtr& child : children) waiting_.erase(child->id);
  for (const StagePtr& child : children)
    if (find_stage(child->id)) submit_stage(child);
}

void DagScheduler::resubmit_failed_stages() {
  if (failed_.empty()) return;
  cached_.clear();
  std::vector<StagePtr> stages;
  for (const StageId id : std::exchange(failed_, {})) stages.push_back(find_stage(id));
  for (const StagePtr& stage : stages)
    if (find_stage(stage->id)) submit_stage(stage);
}

}  // namespace mammoth::spark::scheduler
