#include "namenode/blocks/placement.h"

#include <algorithm>
#include <set>
#include <utility>

namespace mammoth::namenode {

// So few conversations are no load, whatever the average: without this a small cluster at rest
// refuses its third node for the one file that is being written.
constexpr double kNoLoadXceivers = 16;

// One search. `results` starts with the replicas that stand already.
struct Placement::Attempt {
  std::vector<StorageIndex> results;
  std::unordered_set<DatanodeIndex> excluded;
  std::vector<StorageType> wanted;  // one for each missing replica
  std::size_t max_per_rack = 0;
  std::uint64_t block_size_bytes = 0;
  bool new_block = true;
  bool avoid_stale = false;
  const DatanodeDescriptor* writer = nullptr;
  std::string writer_location;
};

Placement::Placement(const DatanodeRegistry& datanodes, const BlockManagerOptions& options,
                     const Clock& clock, const RandomSource& random)
    : datanodes_(datanodes), options_(options), clock_(clock), random_(random) {}

const std::string& Placement::location_of(StorageIndex storage) const {
  return datanodes_.datanode_of(storage).location;
}

std::vector<StorageIndex> Placement::choose(const PlacementRequest& request) const {
  if (request.count == 0 || datanodes_.topology().datanode_count() == 0) return {};
  const std::string& local = request.writer ? request.writer->location : request.writer_location;
  if (request.avoid_local_rack && !local.empty() && datanodes_.topology().rack_count() > 2) {
    auto excluded = request.excluded;
    const auto& rack = datanodes_.topology().rack(local);
    excluded.insert(rack.begin(), rack.end());
    auto targets = choose_once(request, std::move(excluded));
    if (targets.size() >= request.count) return targets;
  }
  if (request.avoid_local_node && request.writer &&
      !request.excluded.contains(request.writer->index)) {
    auto excluded = request.excluded;
    excluded.insert(request.writer->index);
    auto targets = choose_once(request, std::move(excluded));
    if (targets.size() >= request.count) return targets;
  }
  return choose_once(request, request.excluded);
}

std::vector<StorageIndex> Placement::choose_once(const PlacementRequest& request,
                                                 std::unordered_set<DatanodeIndex> excluded) const {
  const Topology& topology = datanodes_.topology();
  Attempt attempt;
  attempt.results = request.chosen;
  attempt.excluded = std::move(excluded);
  attempt.block_size_bytes = request.block_size_bytes;
  attempt.new_block = request.chosen.empty();
  attempt.writer = request.writer;
  attempt.writer_location = request.writer ? request.writer->location : request.writer_location;
  for (const StorageIndex storage : request.chosen)
    attempt.excluded.insert(datanodes_.storage(storage).datanode);
  if (!attempt.new_block && !attempt.writer)
    attempt.writer = &datanodes_.datanode_of(request.chosen.front());

  const std::size_t total =
      std::min(request.chosen.size() + request.count, topology.datanode_count());
  if (total <= request.chosen.size()) return {};
  attempt.max_per_rack = total;
  if (topology.rack_count() > 1 && total > 1) {
    attempt.max_per_rack = (total - 1) / topology.rack_count() + 2;
    if (attempt.max_per_rack == total) --attempt.max_per_rack;
  }

  PlacementRequest bounded = request;
  bounded.count = static_cast<std::uint32_t>(total - request.chosen.size());
  choose_all(attempt, bounded);
  std::vector<StorageIndex> targets(
      attempt.results.begin() + static_cast<std::ptrdiff_t>(request.chosen.size()),
      attempt.results.end());
  order_pipeline(request.writer, targets);
  return targets;
}

// Tries with the storage types of the policy; each failure relaxes something and tries for the
// rest: first stale nodes are allowed, then the types that were not found give way to their
// fallbacks.
void Placement::choose_all(Attempt& attempt, const PlacementRequest& request) const {
  const StoragePolicy& policy = storage_policy(request.storage_policy);
  const std::size_t total = request.chosen.size() + request.count;
  const auto original_exclusions = attempt.excluded;
  std::vector<StorageType> unavailable;
  attempt.avoid_stale = options_.placement.avoid_stale_for_write;
  bool first = true;
  while (attempt.results.size() < total) {
    std::vector<StorageType> standing;
    for (const StorageIndex storage : attempt.results)
      standing.push_back(datanodes_.storage(storage).info->type);
    attempt.wanted = policy.choose_types(static_cast<std::uint32_t>(total), standing, unavailable,
                                         attempt.new_block);
    if (attempt.wanted.empty()) return;
    if (first)
      for (const DatanodeDescriptor* datanode : request.favoured) {
        if (attempt.results.size() == total) return;
        choose_favoured(attempt, *datanode);
      }
    first = false;
    if (attempt.results.size() == total || choose_in_order(attempt)) continue;

    const bool was_avoiding_stale = std::exchange(attempt.avoid_stale, false);
    if (!was_avoiding_stale) {
      const std::size_t before = unavailable.size();
      for (const StorageType type : attempt.wanted)
        if (std::find(unavailable.begin(), unavailable.end(), type) == unavailable.end())
          unavailable.push_back(type);
      if (unavailable.size() == before) return;
    }
    attempt.excluded = original_exclusions;
    for (const StorageIndex storage : attempt.results)
      attempt.excluded.insert(datanodes_.storage(storage).datanode);
  }
}

// False when some replica found no place.
bool Placement::choose_in_order(Attempt& attempt) const {
  if (attempt.results.empty() && !choose_local(attempt)) return false;
  if (attempt.wanted.empty()) return true;
  const std::string first_rack = location_of(attempt.results[0]);
  if (attempt.results.size() == 1 && !choose_remote(attempt, first_rack)) return false;
  if (attempt.wanted.empty()) return true;
  if (attempt.results.size() == 2) {
    const std::string second_rack = location_of(attempt.results[1]);
    if (first_rack == second_rack) {
      if (!choose_remote(attempt, first_rack)) return false;
    } else {
      const std::string near =
          attempt.new_block || !attempt.writer ? second_rack : attempt.writer->location;
      if (!choose_near(attempt, near)) return false;
    }
  }
  while (!attempt.wanted.empty())
    if (!choose_anywhere(attempt)) return false;
  return true;
}

bool Placement::choose_favoured(Attempt& attempt, const DatanodeDescriptor& datanode) const {
  return datanodes_.topology().contains(datanode.index) && acceptable(attempt, datanode, false) &&
         take(attempt, datanode);
}

bool Placement::choose_local(Attempt& attempt) const {
  if (attempt.writer && choose_favoured(attempt, *attempt.writer)) return true;
  return attempt.writer_location.empty() ? choose_anywhere(attempt)
                                         : choose_near(attempt, attempt.writer_location);
}

// In that rack; else in the rack of a replica chosen before; else anywhere.
bool Placement::choose_near(Attempt& attempt, const std::string& location) const {
  std::vector<std::string> racks{location};
  for (const StorageIndex storage : attempt.results)
    if (location_of(storage) != location) {
      racks.push_back(location_of(storage));
      break;
    }
  DatanodeIndex chosen;
  for (const std::string& rack : racks) {
    const bool found = datanodes_.topology().choose_in_rack(
        random_, rack,
        [&](DatanodeIndex index) { return acceptable(attempt, datanodes_.at(index), true); },
        chosen);
    if (found) return take(attempt, datanodes_.at(chosen));
  }
  return choose_anywhere(attempt);
}

bool Placement::choose_remote(Attempt& attempt, const std::string& location) const {
  DatanodeIndex chosen;
  const auto accept = [&](DatanodeIndex index) {
    const DatanodeDescriptor& datanode = datanodes_.at(index);
    return datanode.location != location && acceptable(attempt, datanode, true);
  };
  if (datanodes_.topology().choose(random_, accept, chosen))
    return take(attempt, datanodes_.at(chosen));
  const bool found = datanodes_.topology().choose_in_rack(
      random_, location,
      [&](DatanodeIndex index) { return acceptable(attempt, datanodes_.at(index), true); }, chosen);
  return found && take(attempt, datanodes_.at(chosen));
}

bool Placement::choose_anywhere(Attempt& attempt) const {
  DatanodeIndex chosen;
  const bool found = datanodes_.topology().choose(
      random_, [&](DatanodeIndex index) { return acceptable(attempt, datanodes_.at(index), true); },
      chosen);
  return found && take(attempt, datanodes_.at(chosen));
}

bool Placement::acceptable(const Attempt& attempt, const DatanodeDescriptor& datanode,
                           bool consider_load) const {
  if (attempt.excluded.contains(datanode.index) || !datanode.in_service()) return false;
  if (attempt.avoid_stale && datanode.stale(clock_.monotonic_ms(), options_.stale_interval_ms))
    return false;
  if (consider_load && options_.placement.consider_load) {
    const double max_load = options_.placement.load_factor * datanodes_.average_xceivers();
    if (max_load > 0 && datanode.xceiver_count > std::max(max_load, kNoLoadXceivers)) return false;
  }
  std::size_t on_rack = 1;
  for (const StorageIndex storage : attempt.results)
    on_rack += location_of(storage) == datanode.location;
  if (on_rack > attempt.max_per_rack) return false;
  return std::any_of(attempt.wanted.begin(), attempt.wanted.end(), [&](StorageType type) {
    return find_storage(attempt, datanode, type) != kNoStorage;
  });
}

StorageIndex Placement::find_storage(const Attempt& attempt, const DatanodeDescriptor& datanode,
                                     StorageType type) const {
  const std::uint64_t required = attempt.block_size_bytes;
  const std::uint64_t scheduled = attempt.block_size_bytes * datanode.scheduled.count(type);
  std::uint64_t remaining = 0;
  StorageIndex found = kNoStorage;
  for (const StorageIndex index : datanode.storages) {
    const DatanodeStorage& storage = datanodes_.storage(index);
    if (storage.failed || storage.info->type != type ||
        storage.info->state != StorageState::kNormal)
      continue;
    if (found == kNoStorage) found = index;
    if (storage.report.remaining_bytes >= required) remaining += storage.report.remaining_bytes;
  }
  return found != kNoStorage && remaining >= required + scheduled ? found : kNoStorage;
}

bool Placement::take(Attempt& attempt, const DatanodeDescriptor& datanode) const {
  for (std::size_t i = 0; i < attempt.wanted.size(); ++i) {
    const StorageIndex storage = find_storage(attempt, datanode, attempt.wanted[i]);
    if (storage == kNoStorage) continue;
    attempt.results.push_back(storage);
    attempt.excluded.insert(datanode.index);
    attempt.wanted.erase(attempt.wanted.begin() + static_cast<std::ptrdiff_t>(i));
    return true;
  }
  return false;
}

// A shortest path from the writer through all targets, greedily.
void Placement::order_pipeline(const DatanodeDescriptor* writer,
                               std::vector<StorageIndex>& targets) const {
  if (targets.empty()) return;
  const DatanodeDescriptor* from = writer && datanodes_.topology().contains(writer->index)
                                       ? writer
                                       : &datanodes_.datanode_of(targets.front());
  const auto distance = [&](StorageIndex storage) {
    const DatanodeDescriptor& to = datanodes_.datanode_of(storage);
    return to.index == from->index ? 0 : location_distance(from->location, to.location);
  };
  for (auto it = targets.begin(); it != targets.end(); ++it) {
    const auto nearest = std::min_element(it, targets.end(), [&](StorageIndex a, StorageIndex b) {
      return distance(a) < distance(b);
    });
    std::iter_swap(it, nearest);
    from = &datanodes_.datanode_of(*it);
  }
}

bool Placement::satisfied(std::span<const StorageIndex> replicas, std::uint32_t replication) const {
  if (!datanodes_.topology().ever_multi_rack()) return true;
  const std::size_t wanted = std::min<std::size_t>(
      {2, replication, std::max<std::size_t>(datanodes_.topology().rack_count(), 1)});
  std::set<std::string_view> racks;
  for (const StorageIndex storage : replicas) racks.insert(location_of(storage));
  return racks.size() >= wanted;
}

}  // namespace mammoth::namenode
