// Containers: what is asked for, who gets what has come, and hosts that are avoided.
#include <fmt/format.h>

#include <algorithm>

#include "mapreduce/schedule/job_machine.h"

namespace mammoth::mapreduce::schedule {

namespace {

int priority_of(const AttemptKey& key, const Attempt& attempt) {
  if (key.type == TaskType::REDUCE) return kReducePriority;
  return attempt.is_fast ? kFastMapPriority : kMapPriority;
}

// Exit statuses that are nobody's fault.
bool is_killed_by_cluster(int exit_status) {
  return exit_status == yarn::kExitAborted || exit_status == yarn::kExitPreempted ||
         exit_status == yarn::kExitDisksFailed;
}

}  // namespace

void JobMachine::ask_for(const AttemptKey& key, int by) {
  const Attempt& attempt = at(key);
  Ask ask{.priority = priority_of(key, attempt), .size = size_of(key.type), .by = by};
  const bool is_plain_map = ask.priority == kMapPriority;
  if (is_plain_map) {
    ask.hosts = plan_of(key).hosts;
    if (!plan_of(key).hosts.empty()) ask.racks = {kDefaultRack};
  }
  const auto change = [&](std::set<AttemptKey>& keys) {
    if (by > 0)
      keys.insert(key);
    else
      keys.erase(key);
  };
  if (key.type == TaskType::REDUCE)
    change(asked_reduces_);
  else
    change(is_plain_map ? asked_maps_ : asked_fast_maps_);
  if (is_plain_map)
    for (const std::string& host : plan_of(key).hosts) change(asked_on_host_[host]);
  actions_.push_back(std::move(ask));
}

// The number at the ResourceManager went down with this container; the machine's did not.
void JobMachine::ask_again(const yarn::Container& container) {
  const yarn::Resources& size =
      container.priority == kReducePriority ? plan_.rules.reduce_size : plan_.rules.map_size;
  Ask ask{.priority = container.priority, .size = size, .by = +1};
  actions_.push_back(ask);
  ask.by = -1;
  actions_.push_back(ask);
}

void JobMachine::container_allocated(const yarn::Container& container) {
  if (state_ == JobState::kRunning && is_blacklisted(container.host)) {
    actions_.push_back(Release{container.id});
    return ask_again(container);
  }
  const std::optional<AttemptKey> key = choose(container);
  if (!key) {
    actions_.push_back(Release{container.id});
    return;
  }
  assign(*key, container);
}

std::optional<AttemptKey> JobMachine::choose(const yarn::Container& container) {
  if (state_ != JobState::kRunning) return std::nullopt;
  const auto first = [](const std::set<AttemptKey>& keys) -> std::optional<AttemptKey> {
    if (keys.empty()) return std::nullopt;
    return *keys.begin();
  };
  if (container.priority == kReducePriority) return first(asked_reduces_);
  if (container.priority == kFastMapPriority) {
    if (auto key = first(asked_fast_maps_)) return key;
    return std::nullopt;
  }
  if (container.priority != kMapPriority) return std::nullopt;
  return choose_map(container.host);
}

std::optional<AttemptKey> JobMachine::choose_map(const std::string& host) {
  if (const auto found = asked_on_host_.find(host);
      found != asked_on_host_.end() && !found->second.empty())
    return *found->second.begin();
  if (asked_maps_.empty()) return std::nullopt;
  return *asked_maps_.begin();
}

void JobMachine::assign(const AttemptKey& key, const yarn::Container& container) {
  ask_for(key, -1);
  Attempt& attempt = at(key);
  attempt.state = AttemptState::kLaunching;
  attempt.container = container;
  attempt.launched_ms = clock_.wall_ms();
  attempt.heard_ms = clock_.monotonic_ms();
  containers_[container.id] = key;
  if (key.type == TaskType::MAP) {
    const auto& hosts = plan_of(key).hosts;
    attempt.locality = std::ranges::find(hosts, container.host) != hosts.end() ? Locality::kNode
                       : hosts.empty()                                         ? Locality::kOther
                                                                               : Locality::kRack;
    job_counter("TOTAL_LAUNCHED_MAPS").increment(1);
    job_counter(attempt.locality == Locality::kNode   ? "DATA_LOCAL_MAPS"
                : attempt.locality == Locality::kRack ? "RACK_LOCAL_MAPS"
                                                      : "OTHER_LOCAL_MAPS")
        .increment(1);
  } else {
    job_counter("TOTAL_LAUNCHED_REDUCES").increment(1);
  }
  actions_.push_back(LaunchAttempt{key, container});
}

std::string JobMachine::address_of(const Attempt& attempt) {
  if (attempt.shuffle_port == 0) return {};
  return fmt::format("http://{}:{}", attempt.container->host, attempt.shuffle_port);
}

void JobMachine::launched(const AttemptKey& key, int shuffle_port) {
  Attempt& attempt = at(key);
  attempt.shuffle_port = shuffle_port;
  if (!is_final(attempt.state)) tell(Moment::Kind::kAttemptStarted, key);
  attempt.heard_ms = clock_.monotonic_ms();
  // The task may have been quicker than the answer of its node.
  for (CompletionEvent& event : events_)
    if (event.attempt == key) event.shuffle_address = address_of(attempt);
  // It was killed while it was being launched.
  if (is_final(attempt.state)) stop(attempt);
}

void JobMachine::launch_failed(const AttemptKey& key, const std::string& message) {
  Attempt& attempt = at(key);
  if (attempt.container && !attempt.container_is_over)
    actions_.push_back(Release{attempt.container->id});
  if (!is_final(attempt.state))
    end_attempt(key, AttemptState::kFailed,
                fmt::format("Container launch failed for {} : {}",
                            attempt.container ? attempt.container->id : "", message));
}

void JobMachine::container_completed(const std::string& container, int exit_status,
                                     const std::string& diagnostics) {
  const auto found = containers_.find(container);
  if (found == containers_.end()) return;
  const AttemptKey key = found->second;
  containers_.erase(found);
  Attempt& attempt = at(key);
  attempt.container_is_over = true;
  if (is_final(attempt.state)) return;
  const bool is_killed = is_killed_by_cluster(exit_status);
  end_attempt(key, is_killed ? AttemptState::kKilled : AttemptState::kFailed, diagnostics);
}

void JobMachine::blame(const std::string& host) {
  ++failures_on_host_[host];
}

bool JobMachine::is_blacklisted(const std::string& host) const {
  const std::vector<std::string> hosts = blacklist();
  return std::ranges::find(hosts, host) != hosts.end();
}

std::vector<std::string> JobMachine::blacklist() const {
  std::vector<std::string> hosts;
  if (!plan_.rules.blacklists) return hosts;
  for (const auto& [host, failures] : failures_on_host_)
    if (failures >= plan_.rules.failures_per_host) hosts.push_back(host);
  // Of too many bad hosts the job may be the cause.
  const int limit = plan_.rules.blacklist_limit_percent;
  if (limit >= 0 && static_cast<int>(hosts.size()) * 100 > limit * std::max(cluster_nodes_, 1))
    hosts.clear();
  return hosts;
}

}  // namespace mammoth::mapreduce::schedule
