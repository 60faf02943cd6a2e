#include "spark-core/scheduler/job_scheduler.h"

#include <algorithm>
#include <map>

#include "common/base/check.h"
#include "common/base/log.h"
#include "spark-core/scheduler/dag_scheduler.h"
#include "spark-core/scheduler/task_scheduler.h"

namespace mammoth::spark::scheduler {

namespace {
struct Executor {
  std::string host;
  std::string address;
  int cores = 0;
  int free_cores = 0;
  bool leaving = false;
};

// The two halves refer to each other; this end of the knot is tied later.
struct LateEvents final : TaskSetEvents {
  TaskSetEvents* to = nullptr;
  void task_started(std::shared_ptr<const StageTask> stage, const TaskInfo& info) override {
    to->task_started(std::move(stage), info);
  }
  void task_ended(std::shared_ptr<const StageTask> stage, const TaskInfo& info,
                  TaskOutcome outcome) override {
    to->task_ended(std::move(stage), info, std::move(outcome));
  }
  void task_set_failed(StageId stage, std::string message) override {
    to->task_set_failed(stage, std::move(message));
  }
  void executor_added(const std::string& executor_id, const std::string& host) override {
    to->executor_added(executor_id, host);
  }
  void executor_lost(const std::string& executor_id, const ExecutorLoss& reason) override {
    to->executor_lost(executor_id, reason);
  }
};
}  // namespace

struct JobScheduler::Parts {
  Parts(SchedulerOptions given, SchedulerEnvironment environment)
      : options(std::move(given)),
        env(environment),
        tasks(options, {env.clock, outputs, events, listener(), env.backend}),
        dag(options, {env.clock, env.lineage, env.blocks, env.binaries, env.accumulators,
                      listener(), outputs, commits, tasks}) {
    check(options.validate().has_value(), "valid scheduler options");
    events.to = &dag;
  }

  SchedulerListener& listener() { return env.listener ? *env.listener : silent; }

  // Does `work` in its turn, then everything that follows from it.
  template <class Work>
  void perform(Work work) {
    dag.post(std::move(work));
    settle();
  }

  void settle() {
    if (settling) return;
    settling = true;
    do {
      dag.run();
      offer_all |= tasks.take_new_work();
      if (std::exchange(offer_all, false)) {
        to_offer.clear();
        make_offers(true);
      } else if (!to_offer.empty()) {
        make_offers(false);
      }
    } while (dag.has_events() || offer_all || !to_offer.empty());
    settling = false;
  }

  void make_offers(bool all) {
    std::vector<Offer> offers;
    const auto add = [&](const std::string& id, const Executor& executor) {
      if (executor.leaving || executor.free_cores < options.task_cpus) return;
      offers.push_back({id, executor.host, executor.free_cores, executor.address});
    };
    if (all)
      for (const auto& [id, executor] : executors) add(id, executor);
    else
      for (const std::string& id : std::exchange(to_offer, {}))
        if (const auto entry = executors.find(id); entry != executors.end()) add(id, entry->second);
    if (offers.empty()) return all ? tasks.nothing_free() : void();
    for (const TaskDescription& task : tasks.offer(offers, all)) {
      executors.at(task.executor_id).free_cores -= task.cpus;
      executor_of[task.id] = task.executor_id;
      env.backend.launch(task);
    }
  }

  void free_cores_of(TaskId task) {
    const auto entry = executor_of.find(task);
    if (entry == executor_of.end()) return;
    if (const auto executor = executors.find(entry->second); executor != executors.end()) {
      executor->second.free_cores += options.task_cpus;
      to_offer.push_back(entry->second);
    }
    executor_of.erase(entry);
  }

  void count_slots() {
    int slots = 0;
    for (const auto& [id, executor] : executors)
      if (!executor.leaving) slots += executor.cores / options.task_cpus;
    tasks.set_max_concurrent_tasks(slots);
  }

  SchedulerOptions options;
  SchedulerEnvironment env;
  SchedulerListener silent;
  MapOutputTracker outputs;
  OutputCommitCoordinator commits;
  LateEvents events;
  TaskScheduler tasks;
  DagScheduler dag;
  std::map<std::string, Executor> executors;
  std::unordered_map<TaskId, std::string> executor_of;
  std::vector<std::string> to_offer;  // have free cores since the last round
  bool offer_all = false;             // something new waits: offer everything
  bool settling = false;
};

JobScheduler::JobScheduler(SchedulerOptions options, SchedulerEnvironment environment)
    : parts_(std::make_unique<Parts>(std::move(options), environment)) {}
JobScheduler::~JobScheduler() = default;

Result<JobId> JobScheduler::submit(JobRequest request) {
  auto id = parts_->dag.submit(std::move(request));
  parts_->settle();
  return id;
}

Result<JobId> JobScheduler::submit_map_stage(MapStageRequest request) {
  auto id = parts_->dag.submit_map_stage(std::move(request));
  parts_->settle();
  return id;
}

void JobScheduler::cancel_job(JobId job, const std::string& reason) {
  parts_->dag.cancel_job(job, reason);
  parts_->settle();
}
void JobScheduler::cancel_stage(StageId stage, std::optional<std::string> reason) {
  parts_->dag.cancel_stage(stage, std::move(reason));
  parts_->settle();
}
void JobScheduler::cancel_job_group(const std::string& group, bool future_jobs,
                                    std::optional<std::string> reason) {
  parts_->dag.cancel_job_group(group, future_jobs, std::move(reason));
  parts_->settle();
}
void JobScheduler::cancel_jobs_with_tag(const std::string& tag, std::optional<std::string> reason) {
  parts_->dag.cancel_jobs_with_tag(tag, std::move(reason));
  parts_->settle();
}
void JobScheduler::cancel_all_jobs() {
  parts_->dag.cancel_all_jobs();
  parts_->settle();
}
bool JobScheduler::kill_task(TaskId task, bool interrupt, const std::string& reason) {
  return parts_->tasks.kill_task(task, interrupt, reason);
}
void JobScheduler::stop() {
  parts_->dag.stop();
  parts_->settle();
}

void JobScheduler::add_executor(const std::string& executor_id, const std::string& host, int cores,
                                std::optional<std::string> address) {
  parts_->perform([parts = parts_.get(), executor_id, host, cores, address] {
    const bool is_new =
        parts->executors
            .try_emplace(executor_id, Executor{host, address.value_or(host), cores, cores, false})
            .second;
    check(is_new, "an executor id is used once");
    parts->count_slots();
    parts->listener().executor_added(executor_id, host, cores);
    // The task scheduler meets it in an offer, be nothing pending.
    parts->offer_all = true;
  });
}

void JobScheduler::executor_lost(const std::string& executor_id, const ExecutorLoss& reason) {
  parts_->perform([parts = parts_.get(), executor_id, reason] {
    parts->executors.erase(executor_id);
    std::erase_if(parts->executor_of, [&](const auto& it) { return it.second == executor_id; });
    parts->count_slots();
    parts->tasks.executor_lost(executor_id, reason);
  });
}

void JobScheduler::decommission_executor(const std::string& executor_id,
                                         std::optional<std::string> worker_host) {
  parts_->perform([parts = parts_.get(), executor_id, worker_host] {
    if (const auto entry = parts->executors.find(executor_id); entry != parts->executors.end())
      entry->second.leaving = true;
    parts->count_slots();
    parts->tasks.decommission(executor_id, worker_host);
    parts->offer_all = true;
  });
}

void JobScheduler::worker_removed(const std::string& host) {
  parts_->dag.worker_removed(host);
  parts_->settle();
}

void JobScheduler::task_running(TaskId task) {
  parts_->tasks.task_running(task);
}

void JobScheduler::task_progress(TaskId task, std::uint64_t records_read, std::int64_t run_ms) {
  parts_->tasks.task_progress(task, records_read, run_ms);
}

void JobScheduler::task_succeeded(TaskId task, TaskSuccess success) {
  // Reducers ask for every partition of what a map task says it wrote.
  if (const StageTask* stage = parts_->tasks.stage_of(task);
      stage && stage->shuffle &&
      (!success.map_status || success.map_status->reduce_count() != stage->reduce_count))
    return task_failed(task,
                       ExceptionFailure{.description = "the map task reported no usable output"});
  parts_->perform([parts = parts_.get(), task, success = std::move(success)]() mutable {
    if (parts->tasks.task_succeeded(task, std::move(success))) parts->free_cores_of(task);
  });
}

void JobScheduler::task_failed(TaskId task, TaskFailure failure) {
  parts_->perform([parts = parts_.get(), task, failure = std::move(failure)]() mutable {
    if (parts->tasks.task_failed(task, std::move(failure))) parts->free_cores_of(task);
  });
}

bool JobScheduler::can_commit(StageId stage, int stage_attempt, int partition, int attempt_number) {
  return parts_->commits.can_commit(stage, stage_attempt, partition, attempt_number);
}

void JobScheduler::tick() {
  parts_->perform([parts = parts_.get()] { parts->tasks.tick(); });
}

std::optional<std::int64_t> JobScheduler::next_wakeup_ms() const {
  const auto timer = parts_->dag.next_timer_ms();
  const auto wakeup = parts_->tasks.next_wakeup_ms();
  if (timer && wakeup) return std::min(*timer, *wakeup);
  return timer ? timer : wakeup;
}

MapOutputTracker& JobScheduler::map_outputs() {
  return parts_->outputs;
}
int JobScheduler::max_concurrent_tasks() const {
  return parts_->tasks.max_concurrent_tasks();
}
int JobScheduler::active_job_count() const {
  return parts_->dag.active_job_count();
}
int JobScheduler::running_task_count() const {
  return parts_->tasks.running_count();
}
std::vector<JobId> JobScheduler::active_jobs_of_group(const std::string& group) const {
  return parts_->dag.active_jobs_of_group(group);
}
bool JobScheduler::idle() const {
  return parts_->dag.idle() && parts_->tasks.idle();
}

}  // namespace mammoth::spark::scheduler
