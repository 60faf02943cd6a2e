// A task attempt has ended: what it computed is booked once, and who waited for it goes on.
#include <fmt/format.h>

#include "common/base/log.h"
#include "spark-core/scheduler/dag_scheduler.h"

namespace mammoth::spark::scheduler {

void DagScheduler::handle_completion(const Completion& completion) {
  const StageTask& task = *completion.task;
  const TaskFailure* failure = completion.failure();
  const TaskSuccess* success = std::get_if<TaskSuccess>(&completion.outcome);
  env_.commits.task_completed(task.stage, task.stage_attempt, completion.info.partition,
                              completion.info.attempt_number, failure);
  const StagePtr stage = find_stage(task.stage);
  if (stage) update_accumulators(completion, *stage);
  env_.listener.task_ended({task, completion.info, success, failure});
  if (!stage) return;  // its stage has ended or was cancelled

  if (success) {
    if (task.stage_attempt < stage->latest.attempt && !indeterminate(*stage))
      env_.tasks.partition_completed(stage->id, completion.info.partition);
    return stage->is_map_stage() ? map_task_succeeded(completion, stage)
                                 : result_task_succeeded(completion, stage);
  }
  if (const auto* fetch = std::get_if<FetchFailed>(failure))
    return fetch_failed(completion, stage, *fetch);
  if (std::holds_alternative<Resubmitted>(*failure)) resubmitted(completion, stage);
  if (stage->barrier) barrier_task_failed(completion, stage);
  // Everything else is the task scheduler's to retry.
}

void DagScheduler::update_accumulators(const Completion& completion, const Stage& stage) {
  const std::vector<AccumulatorUpdate>* updates = nullptr;
  if (const TaskFailure* failure = completion.failure()) {
    updates = &accumulators_of(*failure);
  } else {
    const ActiveJob* job = stage.is_map_stage() ? nullptr : job_for(stage);
    const bool counts =
        stage.is_map_stage() || (job && !job->finished[at_index(completion.info.output_index)]);
    if (counts) updates = &std::get<TaskSuccess>(completion.outcome).accumulators;
  }
  if (!updates) return;
  for (const AccumulatorUpdate& update : *updates) try {
      env_.accumulators.merge(update);
    } catch (const std::exception& broken) {
      log::error(kDagLog, "Failed to update accumulator {} for task {}: {}", update.id.value(),
                 completion.info.partition, broken.what());
    }
}

void DagScheduler::result_task_succeeded(const Completion& completion, const StagePtr& stage) {
  const ActiveJob* found = job_for(*stage);
  if (!found) return;
  ActiveJob& job = jobs_.at(found->id);
  const int output = completion.info.output_index;
  if (job.finished[at_index(output)]) return;
  job.finished[at_index(output)] = true;
  ++job.finished_count;
  try {
    job.listener->task_succeeded(output, std::get<TaskSuccess>(completion.outcome).value);
  } catch (const std::exception& broken) {
    return fail_job(job.id, {JobFailure::Kind::kResultHandler, broken.what()});
  }
  if (job.finished_count < static_cast<int>(job.finished.size())) return;
  const ActiveJob done = job;
  mark_finished(stage);
  stop_stages_only_of(done, fmt::format("Job {} is finished.", done.id.value()));
  forget_job(done.id);
  env_.tasks.kill_all_attempts(stage->id, interrupts(done), "Stage finished");
  env_.listener.job_ended(done.id, nullptr);
  done.listener->job_succeeded();
}

void DagScheduler::map_task_succeeded(const Completion& completion, const StagePtr& stage) {
  const StageTask& task = *completion.task;
  const auto& status = std::get<TaskSuccess>(completion.outcome).map_status;
  // What an older attempt of an indeterminate stage wrote does not fit to the newer one's.
  const bool foreign = task.stage_attempt < stage->latest.attempt && indeterminate(*stage);
  if (!foreign && status) {
    stage->pending_partitions.erase(completion.info.partition);
    const auto lost = executor_lost_epoch_.find(status->location().executor_id);
    if (lost != executor_lost_epoch_.end() && task.epoch <= lost->second)
      log::info(kDagLog, "Ignoring possibly bogus completion of task {} in stage {} from executor {}",
                completion.info.partition, to_text(task), status->location().executor_id);
    else
      env_.outputs.register_map_output(stage->shuffle->shuffle_id, completion.info.partition,
                                       *status);
  }
  if (running_.contains(stage->id) && stage->pending_partitions.empty())
    map_stage_tasks_done(stage);
}

// Every task has succeeded once; whether all outputs still exist is another question.
void DagScheduler::map_stage_tasks_done(const StagePtr& stage) {
  mark_finished(stage);
  env_.outputs.increment_epoch();
  cached_.clear();
  if (!available(*stage)) return submit_stage(stage);
  finish_map_stage_jobs(stage);
  submit_waiting_children(stage);
}

void DagScheduler::finish_map_stage_jobs(const StagePtr& stage) {
  const std::set<JobId> jobs = stage->map_stage_jobs;
  for (const JobId job : jobs) finish_map_stage_job(job);
}

void DagScheduler::finish_map_stage_job(JobId id) {
  const auto entry = jobs_.find(id);
  if (entry == jobs_.end()) return;
  const ActiveJob job = entry->second;
  const auto statistics = std::make_shared<const std::vector<std::uint64_t>>(
      env_.outputs.statistics(job.final_stage->shuffle->shuffle_id));
  forget_job(id);
  try {
    job.listener->task_succeeded(0, statistics);
  } catch (const std::exception& broken) {
    const JobFailure failure{JobFailure::Kind::kResultHandler, broken.what()};
    env_.listener.job_ended(id, &failure);
    return job.listener->job_failed(failure);
  }
  env_.listener.job_ended(id, nullptr);
  job.listener->job_succeeded();
}

}  // namespace mammoth::spark::scheduler
