// Which task for which offer: locality levels, delay scheduling, exclusion.
#include <fmt/format.h>

#include <algorithm>

#include "common/base/check.h"
#include "spark-core/scheduler/task_set_manager.h"

namespace mammoth::spark::scheduler {

TaskSetManager::TaskSetManager(TaskSet task_set, TaskSetContext& context)
    : set_(std::move(task_set)),
      context_(context),
      copies_running_(set_.tasks.size(), 0),
      failure_count_(set_.tasks.size(), 0),
      successful_(set_.tasks.size(), false),
      attempts_of_(set_.tasks.size()) {
  const ExcludeOptions& exclude = context_.options.exclude;
  if (exclude.task_and_stage_enabled || context_.health)
    excluded_.emplace(exclude, context_.clock, context_.listener, stage().stage,
                      !exclude.task_and_stage_enabled);
  // The last of a list goes first, so low indexes come in last.
  for (int index = task_count() - 1; index >= 0; --index) {
    index_of_partition_[set_.tasks[at(index)].partition] = index;
    add_pending(index, pending_);
  }
  levels_ = valid_levels();
  level_since_ms_ = context_.clock.monotonic_ms();
}

void TaskSetManager::add_pending(int index, PendingTasks& to) {
  if (zombie_) return;
  ExecutorTable& executors = context_.executors;
  const auto& wishes = set_.tasks[at(index)].locations;
  for (const TaskLocation& wish : wishes) {
    const HostIndex host = executors.host(wish.host);
    if (wish.kind == TaskLocation::Kind::kExecutorCache)
      to.for_executor[executors.executor(wish.executor_id)].push_back(index);
    else if (wish.kind == TaskLocation::Kind::kHdfsCache)
      for (const ExecutorIndex executor : executors.alive_on(host))
        to.for_executor[executor].push_back(index);
    to.for_host[host].push_back(index);
    if (const RackIndex rack = executors.rack(host); rack != kNoRack)
      to.for_rack[rack].push_back(index);
  }
  if (wishes.empty()) to.no_preference.push_back(index);
  to.all.push_back(index);
}

bool TaskSetManager::has_attempt_on(int index, HostIndex host) const {
  return std::ranges::any_of(attempts_of_[at(index)],
                             [&](TaskId id) { return attempts_.at(id).host == host; });
}

std::optional<int> TaskSetManager::take_from(PendingTasks::List& list, ExecutorIndex executor,
                                             HostIndex host, bool speculative) {
  const bool look_at_failures = excluded_ && excluded_->has_failures();
  for (std::size_t place = list.size(); place-- > 0;) {
    const int index = list[place];
    if (look_at_failures &&
        excluded_->excluded_for_task(context_.executors.host_name(host),
                                     context_.executors.executor_id(executor), index))
      continue;
    if (speculative && has_attempt_on(index, host)) continue;
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(place));
    if (successful_[at(index)]) continue;
    const int copies = copies_running_[at(index)];
    if ((copies == 0 && !reserved_.contains(index)) || (speculative && copies == 1)) return index;
  }
  return {};
}

std::optional<TaskSetManager::Choice> TaskSetManager::take(PendingTasks& from,
                                                           ExecutorIndex executor, HostIndex host,
                                                           Locality max, bool speculative) {
  if (speculative && speculatable_.empty()) return {};
  const auto taken = [&](PendingTasks::List& list, Locality locality) -> std::optional<Choice> {
    const auto index = take_from(list, executor, host, speculative);
    if (!index) return {};
    if (speculative) speculatable_.erase(*index);
    return Choice{*index, locality, speculative};
  };
  const auto from_map = [&](auto& lists, auto key, Locality locality) -> std::optional<Choice> {
    const auto entry = lists.find(key);
    return entry == lists.end() ? std::nullopt : taken(entry->second, locality);
  };
  if (auto it = from_map(from.for_executor, executor, Locality::kProcessLocal)) return it;
  if (max >= Locality::kNodeLocal)
    if (auto it = from_map(from.for_host, host, Locality::kNodeLocal)) return it;
  if (max >= Locality::kNoPref)
    if (auto it = taken(from.no_preference, Locality::kProcessLocal)) return it;
  if (max >= Locality::kRackLocal)
    if (const RackIndex rack = context_.executors.rack(host); rack != kNoRack)
      if (auto it = from_map(from.for_rack, rack, Locality::kRackLocal)) return it;
  if (max >= Locality::kAny) return taken(from.all, Locality::kAny);
  return {};
}

std::optional<TaskSetManager::Choice> TaskSetManager::choose(ExecutorIndex executor, HostIndex host,
                                                             Locality max, bool& delayed) {
  if (zombie_) return {};
  if (excluded_ && excluded_->excluded_for_set(context_.executors.host_name(host),
                                               context_.executors.executor_id(executor)))
    return {};
  Locality allowed = max;
  if (max != Locality::kNoPref)
    allowed = std::min(max, allowed_level(context_.clock.monotonic_ms()));
  auto choice = take(pending_, executor, host, allowed, false);
  if (!choice) choice = take(speculative_pending_, executor, host, allowed, true);
  if (choice && stage().barrier) reserved_.insert(choice->index);
  if (!choice && max == Locality::kAny && !(pending_.empty() && speculative_pending_.empty()))
    delayed = true;
  return choice;
}

void TaskSetManager::release_reserved(const std::vector<Choice>& choices, bool back_to_pending) {
  reserved_.clear();
  if (back_to_pending)
    for (auto choice = choices.rbegin(); choice != choices.rend(); ++choice)
      add_pending(choice->index, pending_);
}

TaskDescription TaskSetManager::launch(const Choice& choice, ExecutorIndex executor,
                                       HostIndex host) {
  const TaskSpec& spec = set_.tasks[at(choice.index)];
  const TaskId id{context_.next_task_id++};
  ++copies_running_[at(choice.index)];
  Attempt& attempt = attempts_[id];
  attempt.executor = executor;
  attempt.host = host;
  attempt.info = {.id = id,
                  .index = choice.index,
                  .attempt_number = static_cast<int>(attempts_of_[at(choice.index)].size()),
                  .partition = spec.partition,
                  .output_index = spec.output_index,
                  .launch_ms = context_.clock.monotonic_ms(),
                  .executor_id = context_.executors.executor_id(executor),
                  .host = context_.executors.host_name(host),
                  .locality = choice.locality,
                  .speculative = choice.speculative};
  attempts_of_[at(choice.index)].push_back(id);
  running_.insert(id);
  context_.events.task_started(set_.stage, attempt.info);
  return {.id = id,
          .name = task_name(attempt.info),
          .stage = set_.stage,
          .index = choice.index,
          .partition = spec.partition,
          .output_index = spec.output_index,
          .attempt_number = attempt.info.attempt_number,
          .executor_id = attempt.info.executor_id,
          .host = attempt.info.host,
          .locality = choice.locality,
          .speculative = choice.speculative,
          .cpus = context_.options.task_cpus,
          .barrier_addresses = {}};
}

bool TaskSetManager::any_waiting(PendingTasks::List& list) const {
  while (!list.empty()) {
    if (waiting(list.back())) return true;
    list.pop_back();
  }
  return false;
}

template <class Lists>
bool TaskSetManager::any_list_waiting(Lists& lists) const {
  for (auto entry = lists.begin(); entry != lists.end(); entry = lists.erase(entry))
    if (any_waiting(entry->second)) return true;
  return false;
}

Locality TaskSetManager::allowed_level(std::int64_t now_ms) {
  while (level_ + 1 < levels_.size()) {
    const Locality level = levels_[level_];
    const bool has_tasks = level == Locality::kProcessLocal
                               ? any_list_waiting(pending_.for_executor)
                           : level == Locality::kNodeLocal ? any_list_waiting(pending_.for_host)
                           : level == Locality::kNoPref    ? !pending_.no_preference.empty()
                                                           : any_list_waiting(pending_.for_rack);
    if (!has_tasks)
      level_since_ms_ = now_ms;
    else if (now_ms - level_since_ms_ >= wait_of(level))
      level_since_ms_ += wait_of(level);
    else
      return level;
    ++level_;
  }
  return levels_[level_];
}

std::int64_t TaskSetManager::wait_of(Locality level) const {
  switch (level) {
    case Locality::kProcessLocal:
      return context_.options.locality_wait_process_ms;
    case Locality::kNodeLocal:
      return context_.options.locality_wait_node_ms;
    case Locality::kRackLocal:
      return context_.options.locality_wait_rack_ms;
    default:
      return 0;
  }
}

std::vector<Locality> TaskSetManager::valid_levels() const {
  const ExecutorTable& executors = context_.executors;
  std::vector<Locality> levels;
  const auto any = [](const auto& lists, auto&& usable) {
    return std::ranges::any_of(lists, [&](const auto& it) { return usable(it.first); });
  };
  if (any(pending_.for_executor, [&](ExecutorIndex it) { return executors.alive(it); }))
    levels.push_back(Locality::kProcessLocal);
  if (any(pending_.for_host, [&](HostIndex it) { return executors.host_alive(it); }))
    levels.push_back(Locality::kNodeLocal);
  if (!pending_.no_preference.empty()) levels.push_back(Locality::kNoPref);
  if (any(pending_.for_rack, [&](RackIndex it) { return executors.rack_alive(it); }))
    levels.push_back(Locality::kRackLocal);
  levels.push_back(Locality::kAny);
  return levels;
}

std::size_t TaskSetManager::level_index(Locality level) const {
  std::size_t index = 0;
  while (level > levels_[index]) ++index;
  return index;
}

void TaskSetManager::reset_delay_timer(std::optional<Locality> reached) {
  level_since_ms_ = context_.clock.monotonic_ms();
  if (reached) level_ = level_index(*reached);
}

void TaskSetManager::recompute_locality() {
  if (zombie_) return;
  const std::size_t previous_index = level_;
  const Locality previous_level = levels_[level_];
  const std::vector<Locality> previous = std::exchange(levels_, valid_levels());
  level_ = level_index(previous_level);
  if (level_ <= previous_index) return;
  // There is a nearer level than before: begin there.
  for (const Locality level : levels_)
    if (!std::ranges::count(previous, level)) {
      level_ = level_index(level);
      return;
    }
}

std::optional<std::int64_t> TaskSetManager::next_level_ms() const {
  if (!schedulable() || level_ + 1 >= levels_.size()) return {};
  return level_since_ms_ + wait_of(levels_[level_]);
}

std::optional<int> TaskSetManager::completely_excluded_task() const {
  if (!excluded_ || context_.executors.present_executors().empty()) return {};
  const auto pending = std::ranges::find_if(pending_.all.rbegin(), pending_.all.rend(),
                                            [&](int index) { return waiting(index); });
  if (pending == pending_.all.rend()) return {};
  for (const ExecutorIndex executor : context_.executors.present_executors()) {
    const std::string& id = context_.executors.executor_id(executor);
    const std::string& host = context_.executors.host_name(context_.executors.host_of(executor));
    const bool out =
        (context_.health &&
         (context_.health->node_excluded(host) || context_.health->executor_excluded(id))) ||
        excluded_->excluded_for_set(host, id) || excluded_->excluded_for_task(host, id, *pending);
    if (!out) return {};
  }
  return *pending;
}

void TaskSetManager::abort_completely_excluded(int index) {
  abort(fmt::format(
      "\nAborting TaskSet {} because task {} (partition {})\ncannot run anywhere due to node "
      "and executor excludeOnFailure.\nMost recent failure:\n{}\n\nExcludeOnFailure behavior "
      "can be configured via spark.excludeOnFailure.*.\n",
      to_text(stage()), index, set_.tasks[at(index)].partition, excluded_->latest_reason()));
}

}  // namespace mammoth::spark::scheduler
