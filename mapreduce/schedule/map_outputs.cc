// Map outputs that reduces cannot get: the map runs again.
#include <fmt/format.h>

#include <algorithm>

#include "mapreduce/schedule/job_machine.h"

namespace mammoth::mapreduce::schedule {

bool JobMachine::fetch_failed(const AttemptKey& reduce, const AttemptKey& map) {
  const Attempt* found = find(map);
  if (found == nullptr || map.type != TaskType::MAP) return false;
  if (found->state != AttemptState::kSucceeded || task_of(map).succeeded != map.attempt)
    return true;
  fetch_reports_.insert({map, reduce});
  const int reports = ++at(map).fetch_failures;
  const int reduces = std::max(living(TaskType::REDUCE), 1);
  const auto reporters = std::ranges::count_if(
      fetch_reports_, [&](const auto& report) { return report.first == map; });
  if (reports >= plan_.rules.fetch_failures_to_rerun &&
      static_cast<double>(reporters) >= plan_.rules.fetch_failure_fraction * reduces) {
    const Attempt* reporter = find(reduce);
    lose_output(
        map, AttemptState::kFailed,
        fmt::format("Too many fetch failures. Failing the attempt. Last failure reported "
                    "by {} from host {}",
                    id_of(reduce).toString(),
                    reporter != nullptr && reporter->container ? reporter->container->host : ""));
  }
  return true;
}

void JobMachine::node_changed(const std::string& node, bool usable) {
  if (usable) {
    bad_nodes_.erase(node);
    return;
  }
  if (!bad_nodes_.insert(node).second) return;
  // Attempts that run there end when the ResourceManager says that their containers are over.
  for (std::size_t task = 0; task < maps_.size(); ++task) {
    if (!maps_[task].succeeded) continue;
    const AttemptKey key{TaskType::MAP, static_cast<int>(task), *maps_[task].succeeded};
    if (at(key).container && at(key).container->node == node)
      lose_output(key, AttemptState::kKilled,
                  "TaskAttempt killed because it ran on unusable node " + node);
  }
}

// As a failure it counts against its task: a map whose output can never be fetched does not run for
// ever.
void JobMachine::lose_output(const AttemptKey& map, AttemptState state, const std::string& why) {
  // Without reduces the output is in its place already; with all of them through nobody wants it.
  if (state_ != JobState::kRunning || reduces_.empty()) return;
  TaskRecord& task = task_of(map);
  Attempt& attempt = at(map);
  attempt.state = state;
  attempt.diagnostics = why;
  tell(Moment::Kind::kAttemptEnded, map);
  task.succeeded.reset();
  task.committing.reset();
  task.state = TaskState::kRunning;
  --maps_done_;
  for (CompletionEvent& event : events_)
    if (event.attempt == map && event.status == CompletionEvent::Status::kSucceeded)
      event.status = CompletionEvent::Status::kObsolete;
  const bool failed = state == AttemptState::kFailed;
  job_counter(failed ? "NUM_FAILED_MAPS" : "NUM_KILLED_MAPS").increment(1);
  add_event(map, failed ? CompletionEvent::Status::kFailed : CompletionEvent::Status::kKilled);
  if (failed) return attempt_failed(map);
  new_attempt(TaskType::MAP, map.task, true, false);
}

}  // namespace mammoth::mapreduce::schedule
