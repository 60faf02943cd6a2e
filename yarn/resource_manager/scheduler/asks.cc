#include "yarn/resource_manager/scheduler/asks.h"

#include <algorithm>

namespace mammoth::yarn {

std::int32_t Ask::at(const std::string& name) const {
  const auto found = locations.find(name);
  return found == locations.end() ? 0 : found->second.containers;
}

bool Ask::may_fall_back_to(const std::string& name) const {
  const auto found = locations.find(name);
  return found == locations.end() || found->second.relax_locality;
}

Ask* Asks::find(const SchedulerKey& key) {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : &found->second;
}

void Asks::update(const ResourceRequest& request) {
  const SchedulerKey key{request.priority, request.allocation_request_id};
  if (request.containers <= 0 && !by_key_.contains(key)) return;
  Ask& ask = by_key_[key];
  ++ask.version;
  const std::int32_t containers = std::max(request.containers, 0);
  if (request.name == kAnywhere) {
    outstanding_ += containers - ask.outstanding();
    ask.resource = request.capability;
    ask.locations[kAnywhere] = {containers, request.relax_locality};
  } else if (containers > 0) {
    ask.locations[request.name] = {containers, request.relax_locality};
  } else {
    ask.locations.erase(request.name);
  }
  erase_if_spent(key);
}

// An ask without "*" may be the first half of a list: it stays until "*" says 0.
void Asks::erase_if_spent(const SchedulerKey& key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  const auto& locations = found->second.locations;
  const auto any = locations.find(kAnywhere);
  if (locations.empty() || (any != locations.end() && any->second.containers == 0))
    by_key_.erase(found);
}

void Asks::take(const SchedulerKey& key, Locality locality, const std::string& host,
                const std::string& rack) {
  Ask* ask = find(key);
  if (!ask) return;
  const auto less = [&](const std::string& name) {
    const auto found = ask->locations.find(name);
    if (found == ask->locations.end() || --found->second.containers > 0) return;
    if (name != kAnywhere) ask->locations.erase(found), ++ask->version;
  };
  if (locality == Locality::kNode) less(host);
  if (locality != Locality::kOffSwitch) less(rack);
  less(kAnywhere);
  --outstanding_;
  erase_if_spent(key);
}

Resource Asks::outstanding_resource() const {
  Resource sum;
  for (const auto& [key, ask] : by_key_) {
    sum.memory_mb += ask.resource.memory_mb * ask.outstanding();
    sum.vcores += ask.resource.vcores * ask.outstanding();
  }
  return sum;
}

}  // namespace mammoth::yarn
