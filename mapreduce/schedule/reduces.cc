// Reduces: asked for when enough maps are done, a few at a time while maps still want containers,
// and stopped when maps that must run again find no room.
#include <algorithm>
#include <cmath>

#include "mapreduce/schedule/job_machine.h"

namespace mammoth::mapreduce::schedule {

int JobMachine::living(TaskType type) const {
  int count = 0;
  for (const auto& [id, key] : containers_)
    if (key.type == type && find(key)->state != AttemptState::kSucceeded) ++count;
  return count;
}

void JobMachine::schedule_reduces() {
  if (state_ != JobState::kRunning || make_room_for_maps()) return;
  if (waiting_reduces_.empty()) return;
  const auto maps = static_cast<double>(maps_.size());
  if (maps_done_ + maps_failed_ < static_cast<int>(std::ceil(plan_.rules.slow_start * maps)))
    return;

  std::size_t count = waiting_reduces_.size();
  if (!asked_maps_.empty() || !asked_fast_maps_.empty()) {
    const std::int64_t size = std::max<std::int64_t>(plan_.rules.reduce_size.memory_mb, 1);
    const auto reduces =
        living(TaskType::REDUCE) + static_cast<std::int64_t>(asked_reduces_.size());
    const std::int64_t total = headroom_.memory_mb + living(TaskType::REDUCE) * size +
                               living(TaskType::MAP) * plan_.rules.map_size.memory_mb;
    const double share = std::min(plan_.rules.reduce_ramp_limit, maps_done_ / std::max(maps, 1.0));
    const auto limit = static_cast<std::int64_t>(share * static_cast<double>(total)) / size;
    count = static_cast<std::size_t>(
        std::clamp<std::int64_t>(limit - reduces, 0, static_cast<std::int64_t>(count)));
  }
  for (; count > 0; --count) {
    const int task = *waiting_reduces_.begin();
    waiting_reduces_.erase(waiting_reduces_.begin());
    new_attempt(TaskType::REDUCE, task, false, false);
  }
}

// True while maps wait, none runs and nothing is free: reduces that wait give up their turn, and
// then running ones their containers, the youngest first.
bool JobMachine::make_room_for_maps() {
  const bool maps_wait = !asked_maps_.empty() || !asked_fast_maps_.empty();
  const bool has_room = headroom_.memory_mb >= plan_.rules.map_size.memory_mb;
  const bool has_reduces = !asked_reduces_.empty() || living(TaskType::REDUCE) > 0;
  if (!maps_wait || has_room || !has_reduces || living(TaskType::MAP) > 0) {
    starving_since_ms_ = 0;
    return false;
  }
  const std::int64_t now = clock_.monotonic_ms();
  if (starving_since_ms_ == 0) starving_since_ms_ = now;
  if (now - starving_since_ms_ < plan_.rules.starvation_ms) return true;
  const std::vector<AttemptKey> asked(asked_reduces_.begin(), asked_reduces_.end());
  for (const AttemptKey& key : asked) {
    // Taken back without a trace: nothing of it has run.
    ask_for(key, -1);
    const bool is_second = at(key).is_speculative;
    std::erase_if(task_of(key).attempts,
                  [&](const Attempt& attempt) { return attempt.number == key.attempt; });
    if (!is_second) waiting_reduces_.insert(key.task);
  }
  const Attempt* youngest = nullptr;
  AttemptKey chosen;
  for (const auto& [id, key] : containers_) {
    const Attempt& attempt = at(key);
    if (key.type != TaskType::REDUCE || !is_live(attempt.state)) continue;
    if (youngest == nullptr || attempt.launched_ms > youngest->launched_ms)
      youngest = &attempt, chosen = key;
  }
  if (youngest == nullptr) return true;
  starving_since_ms_ = now;
  stop(*youngest);
  end_attempt(chosen, AttemptState::kKilled, "Container preempted by the job: maps need its room");
  return true;
}

}  // namespace mammoth::mapreduce::schedule
