#include "mapreduce/task_runner/map_outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace mammoth::mapreduce::runner {

MapOutputs::MapOutputs(int maps, const Clock& clock, MapOutputRules rules)
    : maps_(maps), clock_(clock), rules_(rules) {}

void MapOutputs::take_event(const umbilical::MapEvent& event) {
  const std::lock_guard lock(mutex_);
  const int map = event.map.task;
  if (map < 0 || map >= maps_) return;
  if (event.kind == umbilical::MapEvent::Kind::kGivenUp) {
    if (!here_.contains(map)) given_up_.insert(map);
  } else if (event.kind == umbilical::MapEvent::Kind::kObsolete) {
    obsolete_.insert(event.map.toString());
    for (auto& [name, host] : hosts_) {
      const auto found = host.waiting.find(map);
      if (found != host.waiting.end() && found->second.attempt == event.map.attempt)
        host.waiting.erase(found);
    }
  } else if (!here_.contains(map) && !obsolete_.contains(event.map.toString())) {
    Host& host = hosts_[event.shuffle.to_string()];
    host.server = event.shuffle;
    host.waiting.insert_or_assign(map, event.map);
  }
  changed_.notify_all();
}

std::optional<HostTurn> MapOutputs::next_turn(std::int64_t wait_ms) {
  std::unique_lock lock(mutex_);
  const std::int64_t end = clock_.monotonic_ms() + wait_ms;
  for (;;) {
    if (complete_locked() || !hopeless_.empty()) return std::nullopt;
    const std::int64_t now = clock_.monotonic_ms();
    std::int64_t next = end;
    for (auto& [name, host] : hosts_) {
      if (host.busy || host.waiting.empty()) continue;
      if (host.rests_until_ms > now) {
        next = std::min(next, host.rests_until_ms);
        continue;
      }
      host.busy = true;
      HostTurn turn{host.server, {}};
      for (const auto& [map, attempt] : host.waiting) {
        if (turn.maps.size() == rules_.most_maps_per_turn) break;
        turn.maps.push_back(attempt);
      }
      return turn;
    }
    if (now >= end) return std::nullopt;
    changed_.wait_for(lock, std::chrono::milliseconds(std::max<std::int64_t>(next - now, 1)));
  }
}

void MapOutputs::end_turn(const HostTurn& turn, bool failed) {
  const std::lock_guard lock(mutex_);
  Host& host = hosts_[turn.server.to_string()];
  host.busy = false;
  changed_.notify_all();
  if (!failed) {
    host.failures = 0;
    return;
  }
  const int doublings = std::min(host.failures++, 16);
  host.rests_until_ms =
      clock_.monotonic_ms() + std::min(rules_.first_rest_ms << doublings, rules_.longest_rest_ms);
  const auto missing = std::ranges::find_if(
      turn.maps, [&](const TaskAttemptID& map) { return host.waiting.contains(map.task); });
  if (missing == turn.maps.end()) return;
  complaints_.push_back(*missing);
  if (++failures_[missing->toString()] >= rules_.most_failures_per_map)
    hopeless_ = fmt::format(
        "Exceeded MAX_FAILED_UNIQUE_FETCHES; bailing-out: {} could not be "
        "fetched from {} {} times",
        missing->toString(), turn.server.to_string(), rules_.most_failures_per_map);
}

bool MapOutputs::arrived(const TaskAttemptID& map, engine::Segment segment) {
  const std::lock_guard lock(mutex_);
  if (here_.contains(map.task)) return false;
  // What was fetched in time is good, even when its attempt is obsolete by now.
  here_.emplace(map.task, std::move(segment));
  given_up_.erase(map.task);
  for (auto& [name, host] : hosts_) host.waiting.erase(map.task);
  changed_.notify_all();
  return true;
}

std::vector<TaskAttemptID> MapOutputs::take_complaints() {
  const std::lock_guard lock(mutex_);
  return std::exchange(complaints_, {});
}

bool MapOutputs::is_complete() const {
  const std::lock_guard lock(mutex_);
  return complete_locked();
}

std::string MapOutputs::hopeless() const {
  const std::lock_guard lock(mutex_);
  return hopeless_;
}

int MapOutputs::arrived_count() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(here_.size());
}

std::vector<engine::Segment> MapOutputs::segments() const {
  const std::lock_guard lock(mutex_);
  std::vector<engine::Segment> all;
  for (const auto& [map, segment] : here_) all.push_back(segment);
  return all;
}

}  // namespace mammoth::mapreduce::runner
