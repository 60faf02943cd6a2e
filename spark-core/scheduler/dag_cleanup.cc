// The event loop, cancellation, and how jobs and stages end.
#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "common/base/log.h"
#include "spark-core/scheduler/dag_scheduler.h"

namespace mammoth::spark::scheduler {

namespace {

std::string property_or(const Properties& properties, const char* key) {
  const auto found = properties.find(key);
  return found == properties.end() ? std::string() : found->second;
}

bool has_tag(const Properties& properties, const std::string& tag) {
  for (const auto part : std::views::split(property_or(properties, "spark.job.tags"), ','))
    if (std::string_view(part.begin(), part.end()) == tag && !tag.empty()) return true;
  return false;
}
}  // namespace

void DagScheduler::run() {
  for (;;) {
    while (!events_.empty()) {
      const auto event = std::move(events_.front());
      events_.pop_front();
      handle_one(event);
    }
    if (timers_.empty() || timers_.begin()->first > env_.clock.monotonic_ms()) return;
    const auto due = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    handle_one(due);
  }
}

// What escapes from an event is a fault of the lent parts (a listener, the lineage): the jobs at
// hand fail with it, the scheduler stays.
bool DagScheduler::handle_one(const std::function<void()>& event) {
  try {
    event();
    return true;
  } catch (const std::exception& broken) {
    log::error(kDagLog, "an event failed: {}", broken.what());
    std::vector<JobId> ids;
    for (const auto& [id, job] : jobs_) ids.push_back(id);
    for (const JobId id : ids)
      fail_job(id, {JobFailure::Kind::kStageFailed,
                    fmt::format("Job aborted due to scheduler failure: {}", broken.what())});
    return false;
  }
}

void DagScheduler::at(std::int64_t delay_ms, std::function<void()> action) {
  timers_.emplace(env_.clock.monotonic_ms() + delay_ms, std::move(action));
}

std::optional<std::int64_t> DagScheduler::next_timer_ms() const {
  if (timers_.empty()) return {};
  return timers_.begin()->first;
}

bool DagScheduler::empty() const {
  return idle() && stages_.empty() && map_stages_.empty() && stages_of_job_.empty() &&
         waiting_.empty() && running_.empty() && failed_.empty();
}

std::vector<JobId> DagScheduler::active_jobs_of_group(const std::string& group) const {
  std::vector<JobId> found;
  for (const auto& [id, job] : jobs_)
    if (property_or(*job.properties, "spark.jobGroup.id") == group) found.push_back(id);
  return found;
}

void DagScheduler::cancel_job(JobId job, std::string reason) {
  post([this, job, reason = std::move(reason)] { cancel(job, reason); });
}

void DagScheduler::cancel_stage(StageId id, std::optional<std::string> reason) {
  post([this, id, reason = std::move(reason)] {
    const StagePtr stage = find_stage(id);
    if (!stage) return;
    const std::set<JobId> jobs = stage->jobs;
    for (const JobId job : jobs)
      cancel(job, "because " + reason.value_or(fmt::format("Stage {} was cancelled", id.value())));
  });
}

void DagScheduler::cancel_job_group(std::string group, bool future_jobs,
                                    std::optional<std::string> reason) {
  post([this, group = std::move(group), future_jobs, reason = std::move(reason)] {
    if (future_jobs) cancelled_groups_.insert(group);
    for (const JobId job : active_jobs_of_group(group))
      cancel(job, reason.value_or("part of cancelled job group " + group));
  });
}

void DagScheduler::cancel_jobs_with_tag(std::string tag, std::optional<std::string> reason) {
  post([this, tag = std::move(tag), reason = std::move(reason)] {
    std::vector<JobId> tagged;
    for (const auto& [id, job] : jobs_)
      if (has_tag(*job.properties, tag)) tagged.push_back(id);
    for (const JobId job : tagged)
      cancel(job, reason.value_or("part of cancelled job tags " + tag));
  });
}

void DagScheduler::cancel_all_jobs() {
  post([this] {
    std::vector<JobId> ids;
    for (const auto& [id, job] : jobs_) ids.push_back(id);
    for (const JobId id : ids) cancel(id, "as part of cancellation of all jobs");
  });
}

void DagScheduler::stop() {
  post([this] {
    stopped_ = true;
    timers_.clear();
    std::vector<JobId> ids;
    for (const auto& [id, job] : jobs_) ids.push_back(id);
    for (const JobId id : ids)
      fail_job(id,
               {JobFailure::Kind::kStopped,
                fmt::format("Job {} cancelled because SparkContext was shut down", id.value())});
  });
}

void DagScheduler::worker_removed(std::string host) {
  post([this, host = std::move(host)] {
    env_.outputs.remove_outputs_on_host(host);
    cached_.clear();
  });
}

void DagScheduler::task_started(std::shared_ptr<const StageTask> stage, const TaskInfo& info) {
  post([this, stage = std::move(stage), info] { env_.listener.task_started(*stage, info); });
}

void DagScheduler::task_ended(std::shared_ptr<const StageTask> stage, const TaskInfo& info,
                              TaskOutcome outcome) {
  post([this, completion = Completion{std::move(stage), info, std::move(outcome)}] {
    handle_completion(completion);
  });
}

void DagScheduler::task_set_failed(StageId id, std::string message) {
  post([this, id, message = std::move(message)] {
    if (const StagePtr stage = find_stage(id)) abort_stage(stage, message);
  });
}

void DagScheduler::executor_added(const std::string& executor_id, const std::string&) {
  post([this, executor_id] {
    executor_lost_epoch_.erase(executor_id);
    files_lost_epoch_.erase(executor_id);
  });
}

void DagScheduler::executor_lost(const std::string& executor_id, const ExecutorLoss& reason) {
  post([this, executor_id, reason] {
    remove_executor(executor_id, reason.worker_host || !options_.shuffle_service,
                    reason.worker_host, {});
  });
}

void DagScheduler::cancel(JobId job, const std::string& reason) {
  fail_job(job,
           {JobFailure::Kind::kCancelled, fmt::format("Job {} cancelled {}", job.value(), reason)});
}

void DagScheduler::abort_stage(const StagePtr& stage, const std::string& reason) {
  if (!find_stage(stage->id)) return;
  std::vector<JobId> dependent;
  for (const auto& [id, job] : jobs_)
    if (depends_on(job.final_stage, stage)) dependent.push_back(id);
  stage->latest.completion_ms = env_.clock.wall_ms();
  for (const JobId job : dependent)
    fail_job(job, {JobFailure::Kind::kStageFailed, "Job aborted due to stage failure: " + reason});
}

void DagScheduler::fail_job(JobId id, JobFailure failure) {
  const auto entry = jobs_.find(id);
  if (entry == jobs_.end()) return;
  const ActiveJob job = entry->second;
  stop_stages_only_of(job, failure.message);
  forget_job(id);
  env_.listener.job_ended(id, &failure);
  job.listener->job_failed(failure);
}

void DagScheduler::stop_stages_only_of(const ActiveJob& job, const std::string& reason) {
  const auto made = stages_of_job_.find(job.id);
  if (made == stages_of_job_.end()) return;
  for (const StageId id : made->second) {
    const StagePtr stage = find_stage(id);
    if (!stage || stage->jobs.size() != 1) continue;
    const bool runs = running_.contains(id);
    // An attempt that failed may still have tasks that run.
    if (!runs && stage->failed_attempts.empty()) continue;
    env_.tasks.kill_all_attempts(id, interrupts(job), reason);
    if (runs) mark_finished(stage, reason);
  }
}

void DagScheduler::forget_job(JobId job) {
  if (const auto made = stages_of_job_.find(job); made != stages_of_job_.end()) {
    for (const StageId id : made->second) {
      const StagePtr stage = find_stage(id);
      if (!stage) continue;
      stage->jobs.erase(job);
      stage->map_stage_jobs.erase(job);
      if (!stage->jobs.empty()) continue;
      running_.erase(id), waiting_.erase(id), failed_.erase(id);
      if (stage->is_map_stage()) map_stages_.erase(stage->shuffle->shuffle_id);
      env_.commits.stage_ended(id);
      stages_.erase(id);
    }
    stages_of_job_.erase(made);
  }
  jobs_.erase(job);
}

void DagScheduler::mark_finished(const StagePtr& stage, std::optional<std::string> error,
                                 bool will_retry) {
  stage->latest.completion_ms = env_.clock.wall_ms();
  if (!error) stage->failed_attempts.clear();
  stage->latest.failure_reason = std::move(error);
  if (!will_retry) env_.commits.stage_ended(stage->id);
  running_.erase(stage->id);
  env_.listener.stage_completed(stage->latest);
}

// Whether `target` is still to be computed for `stage`.
bool DagScheduler::depends_on(const StagePtr& stage, const StagePtr& target) const {
  std::set<StageId> visited;
  std::vector<StagePtr> to_visit{stage};
  while (!to_visit.empty()) {
    const StagePtr next = to_visit.back();
    to_visit.pop_back();
    if (next == target) return true;
    if (!visited.insert(next->id).second) continue;
    for (const StagePtr& parent : next->parents)
      if (!available(*parent)) to_visit.push_back(parent);
  }
  return false;
}

bool DagScheduler::interrupts(const ActiveJob& job) const {
  return job.properties && property_or(*job.properties, "spark.job.interruptOnCancel") == "true";
}

const ActiveJob* DagScheduler::job_for(const Stage& stage) const {
  for (const JobId id : stage.jobs)
    if (const auto entry = jobs_.find(id); entry != jobs_.end()) return &entry->second;
  return nullptr;
}

DagScheduler::StagePtr DagScheduler::find_stage(StageId id) const {
  const auto entry = stages_.find(id);
  return entry == stages_.end() ? nullptr : entry->second;
}

}  // namespace mammoth::spark::scheduler
