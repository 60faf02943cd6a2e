// What an application still wants: per priority and allocation request id the number of containers
// at hosts, racks and anywhere ("*"). Requests are absolute, not increments: the latest number at a
// name replaces the one before. The number at "*" is what is outstanding; hosts and racks only
// steer. Follows AppSchedulingInfo and LocalityAppPlacementAllocator.
//
// Not thread-safe. No limits of its own: whoever decodes requests bounds them.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "yarn/resource_manager/scheduler/resource.h"

namespace mammoth::yarn {

inline const std::string kAnywhere = "*";

struct ResourceRequest {
  std::int32_t priority = 0;     // 0 is served first
  std::string name = kAnywhere;  // host, rack ("/default-rack") or "*"
  Resource capability;
  std::int32_t containers = 0;
  bool relax_locality = true;  // false at a rack or at "*": do not fall back to it
  std::int64_t allocation_request_id = -1;
  std::string node_label_expression{};
};

struct SchedulerKey {
  std::int32_t priority = 0;
  std::int64_t allocation_request_id = -1;
  auto operator<=>(const SchedulerKey&) const = default;
};

enum class Locality { kNode, kRack, kOffSwitch };

struct Ask {
  struct Location {
    std::int32_t containers = 0;
    bool relax_locality = true;
  };
  Resource resource;                                    // of one container
  std::unordered_map<std::string, Location> locations;  // none with 0 containers, except "*"
  std::uint64_t version = 0;                            // changes with the set of names

  std::int32_t outstanding() const { return at(kAnywhere); }
  std::int32_t at(const std::string& name) const;
  bool may_fall_back_to(const std::string& name) const;
};

class Asks {
 public:
  void update(const ResourceRequest& request);
  // One container has been given on `host` in `rack`.
  void take(const SchedulerKey& key, Locality locality, const std::string& host,
            const std::string& rack);
  const std::map<SchedulerKey, Ask>& by_key() const { return by_key_; }
  Ask* find(const SchedulerKey& key);
  std::int64_t outstanding() const { return outstanding_; }
  Resource outstanding_resource() const;

 private:
  void erase_if_spent(const SchedulerKey& key);

  std::map<SchedulerKey, Ask> by_key_;
  std::int64_t outstanding_ = 0;
};

}  // namespace mammoth::yarn
