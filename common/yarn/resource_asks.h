// What an application master wants, as the protocol has it: absolute numbers of containers, by
// priority, place and size (Hadoop: RMContainerRequestor). A number that is told replaces the one
// before; after an allocation the master lowers its own.
//
// A master that wants a container on host h or else in its rack r or else anywhere adds 1 to h, r
// and "*"; when it has got one, from wherever, it takes 1 from each. "*" drives the number.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "common/yarn/types.h"

namespace mammoth::yarn {

struct ResourceAsk {
  std::int32_t priority = 0;
  std::string place = "*";  // a host, a rack ("/default-rack") or "*"
  Resources resources{};
  std::int32_t containers = 0;
  bool relaxes_locality = true;  // false: not from places around this one
};

// Not thread-safe.
class ResourceAsks {
 public:
  static constexpr const char* kAnywhere = "*";

  // Adds `by` (may be negative; never below zero).
  void change(std::int32_t priority, const std::string& place, const Resources& resources,
              std::int32_t by);
  // The same for `hosts`, `racks` and "*" at once; repeated names count once.
  void change_all(std::int32_t priority, const std::vector<std::string>& hosts,
                  const std::vector<std::string>& racks, const Resources& resources,
                  std::int32_t by);
  std::int32_t wanted(std::int32_t priority, const std::string& place,
                      const Resources& resources) const;

  // What has changed since the last time.
  std::vector<ResourceAsk> take_changes();
  // Those count as changed again: the call that carried them has failed.
  void put_back(const std::vector<ResourceAsk>& asks);
  // All that are not zero are to be told again: a ResourceManager has forgotten them.
  void change_everything();

 private:
  using Key = std::tuple<std::int32_t, std::string, Resources>;
  std::map<Key, std::int32_t> table_;
  std::set<Key> changed_;
};

}  // namespace mammoth::yarn
