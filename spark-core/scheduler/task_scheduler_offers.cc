// One offer round.
#include <algorithm>

#include "spark-core/scheduler/task_scheduler.h"

namespace mammoth::spark::scheduler {

// What a round has so far: cores left, tasks to launch; and, for the task set at hand, what it
// took.
struct TaskScheduler::Round {
  std::vector<Slot> slots;
  std::vector<TaskDescription> launched;
  bool all_free = true;

  bool any_launched = false;
  bool any_delayed = false;
  std::optional<Locality> nearest;
  struct Reserved {
    TaskSetManager::Choice choice;
    std::size_t slot = 0;
  };
  std::vector<Reserved> reserved;

  void begin_task_set() {
    any_launched = any_delayed = false;
    nearest.reset();
    reserved.clear();
  }
};

bool TaskScheduler::meet_executors(const std::vector<Offer>& offers) {
  bool any_new = false;
  for (const Offer& offer : offers) {
    const ExecutorIndex executor = executors_.executor(offer.executor_id);
    if (!executors_.add(executor, executors_.host(offer.host))) continue;
    env_.events.executor_added(offer.executor_id, offer.host);
    any_new = true;
  }
  return any_new;
}

std::vector<TaskScheduler::Slot> TaskScheduler::usable_slots(const std::vector<Offer>& offers) {
  if (health_) health_->expire();
  std::vector<Slot> slots;
  slots.reserve(offers.size());
  for (const Offer& offer : offers) {
    if (health_ &&
        (health_->node_excluded(offer.host) || health_->executor_excluded(offer.executor_id)))
      continue;
    slots.push_back({executors_.executor(offer.executor_id), executors_.host(offer.host),
                     offer.cores, offer.address.empty() ? &offer.host : &offer.address});
  }
  std::ranges::shuffle(slots, random_);
  return slots;
}

std::vector<TaskDescription> TaskScheduler::offer(const std::vector<Offer>& offers, bool all_free) {
  if (all_free) nothing_free();
  const bool any_new = meet_executors(offers);
  if (any_new)
    for (const auto& task_set : root_->all()) task_set->recompute_locality();
  Round round;
  round.all_free = all_free;
  const std::vector<TaskSetManager*> order = root_->in_order();
  if (order.empty()) return {};
  round.slots = usable_slots(offers);
  for (TaskSetManager* task_set : order) offer_to(*task_set, round);
  sweep();
  return std::move(round.launched);
}

void TaskScheduler::offer_to(TaskSetManager& task_set, Round& round) {
  round.begin_task_set();
  if (task_set.stage().barrier) {
    int places = 0;
    for (const Slot& slot : round.slots) places += slot.cores / options_.task_cpus;
    if (places < task_set.task_count()) return;
  }
  const std::vector<Locality> levels = task_set.levels();
  for (const Locality level : levels) offer_at_level(task_set, level, round);
  update_delay_timer(task_set, round);
  consider_unschedulable(task_set, round.any_launched);
  if (round.any_launched && task_set.stage().barrier) launch_barrier(task_set, round);
}

// One task an executor and pass, so that tasks spread, until a pass finds nothing.
void TaskScheduler::offer_at_level(TaskSetManager& task_set, Locality level, Round& round) {
  for (bool launched = true; launched;) {
    launched = false;
    for (std::size_t index = 0; index < round.slots.size(); ++index) {
      Slot& slot = round.slots[index];
      if (slot.cores < options_.task_cpus) continue;
      const auto choice = task_set.choose(slot.executor, slot.host, level, round.any_delayed);
      if (!choice) continue;
      if (task_set.stage().barrier) {
        round.reserved.push_back({*choice, index});
      } else {
        round.launched.push_back(task_set.launch(*choice, slot.executor, slot.host));
        note_running(task_set, round.launched.back(), slot.executor);
      }
      slot.cores -= options_.task_cpus;
      launched = round.any_launched = true;
      round.nearest = std::min(round.nearest.value_or(choice->locality), choice->locality);
    }
    if (!task_set.schedulable()) return;
  }
}

void TaskScheduler::update_delay_timer(TaskSetManager& task_set, const Round& round) {
  if (round.any_delayed) {
    task_set.no_rejects_since_reset = false;
  } else if (round.any_launched && (round.all_free || task_set.no_rejects_since_reset)) {
    task_set.reset_delay_timer(round.nearest);
    task_set.no_rejects_since_reset = true;
  }
}

void TaskScheduler::launch_barrier(TaskSetManager& task_set, Round& round) {
  const bool whole = static_cast<int>(round.reserved.size()) == task_set.task_count();
  std::vector<TaskSetManager::Choice> choices;
  for (const auto& it : round.reserved) choices.push_back(it.choice);
  task_set.release_reserved(choices, !whole);
  if (!whole) {
    for (const auto& it : round.reserved) round.slots[it.slot].cores += options_.task_cpus;
    return;
  }
  std::ranges::sort(round.reserved, {}, [](const auto& it) { return it.choice.index; });
  std::vector<std::string> addresses;
  for (const auto& it : round.reserved) addresses.push_back(*round.slots[it.slot].address);
  for (const auto& it : round.reserved) {
    const Slot& slot = round.slots[it.slot];
    TaskDescription task = task_set.launch(it.choice, slot.executor, slot.host);
    task.barrier_addresses = addresses;
    note_running(task_set, task, slot.executor);
    round.launched.push_back(std::move(task));
  }
}

void TaskScheduler::note_running(TaskSetManager& task_set, const TaskDescription& task,
                                 ExecutorIndex executor) {
  const StageTask& stage = task_set.stage();
  running_[task.id] = {attempts_.at(stage.stage).at(stage.stage_attempt), executor};
  executors_.running(executor).insert(task.id);
}

// A task that no executor may run: make room for another executor and wait, or give up.
void TaskScheduler::consider_unschedulable(TaskSetManager& task_set, bool launched) {
  if (launched) {
    // As long as anything can be scheduled the job goes on, so nobody is given up.
    for (const auto& other : root_->all())
      if (std::exchange(other->unschedulable_until_ms, std::nullopt))
        env_.listener.task_set_schedulable(other->stage().stage, other->stage().stage_attempt);
    return;
  }
  const auto index = task_set.completely_excluded_task();
  if (!index || task_set.unschedulable_until_ms) return;
  const auto& present = executors_.present_executors();
  const auto idle =
      std::ranges::find_if(present, [&](ExecutorIndex it) { return !executors_.busy(it); });
  if (idle == present.end() && !options_.dynamic_allocation)
    return task_set.abort_completely_excluded(*index);
  task_set.unschedulable_until_ms =
      env_.clock.monotonic_ms() + options_.exclude.unschedulable_timeout_ms;
  if (idle != present.end() && health_) health_->kill_idle_executor(executors_.executor_id(*idle));
  env_.listener.task_set_unschedulable(task_set.stage().stage, task_set.stage().stage_attempt);
}

}  // namespace mammoth::spark::scheduler
