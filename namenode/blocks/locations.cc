#include "namenode/blocks/locations.h"

#include <algorithm>
#include <tuple>

namespace mammoth::namenode {

std::vector<StorageIndex> Locations::readable(const BlockInfo& block, bool& corrupt) const {
  const UnderConstruction* open = t_.open_blocks.find(block.id);
  if (!block.complete() && open) return open->storages();
  const std::size_t corrupt_count = t_.corrupt.count(block.id);
  corrupt = corrupt_count > 0 && corrupt_count == block.replica_count;
  std::vector<StorageIndex> storages;
  t_.blocks.for_each_replica(block, [&](StorageIndex storage) {
    const ReplicaWorth worth = replicas_.worth(block, storage);
    if (t_.datanodes.storage(storage).failed || worth == ReplicaWorth::kInMaintenance) return;
    if (corrupt || worth != ReplicaWorth::kCorrupt) storages.push_back(storage);
  });
  return storages;
}

LocatedBlock Locations::locate(const BlockOwner& owner, const PeerAddress& reader) const {
  LocatedBlock located{owner.block, {}, false};
  const BlockInfo* block = t_.blocks.find(owner.block.id);
  if (!block) return located;
  located.block = block->block();
  auto storages = readable(*block, located.corrupt);
  sort(storages, reader);
  for (const StorageIndex storage : storages)
    located.locations.push_back(t_.datanodes.target(storage));
  if (t_.cache.cached_count(block->id) == 0) return located;
  for (const StorageIndex storage : storages)
    located.cached.push_back(
        t_.cache.is_cached(block->id, t_.datanodes.storage(storage).datanode));
  return located;
}

LocatedBlock Locations::unsorted(const BlockOwner& owner) const {
  LocatedBlock located{owner.block, {}, false};
  const BlockInfo* block = t_.blocks.find(owner.block.id);
  if (!block) return located;
  located.block = block->block();
  for (const StorageIndex storage : readable(*block, located.corrupt))
    located.locations.push_back(t_.datanodes.target(storage));
  return located;
}

Locations::Place Locations::place_of(const PeerAddress& peer) const {
  Place place;
  place.datanode = t_.datanodes.find_host(peer.ip, t_.random);
  if (!place.datanode && !peer.host_name.empty())
    place.datanode = t_.datanodes.find_host(peer.host_name, t_.random);
  if (place.datanode) {
    place.location = place.datanode->location;
  } else {
    if (racks_ && t_.datanodes.topology().rack_count() > 1) place.location = racks_(peer.ip);
    if (place.location.empty()) place.location = kDefaultRack;
  }
  return place;
}

// Leaving nodes last, stale ones before them (if so configured), the rest by distance; equals in
// random order, so that load spreads.
void Locations::sort(std::vector<StorageIndex>& storages, const PeerAddress& reader) const {
  if (storages.size() < 2) return;
  const Place place = place_of(reader);
  const std::int64_t now_ms = t_.clock.monotonic_ms();
  using Rank = std::tuple<bool, bool, int, std::uint64_t>;
  const auto rank = [&](StorageIndex storage) -> Rank {
    const DatanodeDescriptor& datanode = t_.datanodes.datanode_of(storage);
    const bool leaving = datanode.decommissioned() || datanode.maintenance();
    const bool stale =
        t_.options.avoid_stale_for_read && datanode.stale(now_ms, t_.options.stale_interval_ms);
    const bool here = place.datanode && datanode.registration.id.ip_address ==
                                            place.datanode->registration.id.ip_address;
    const int distance = here ? 0 : location_distance(place.location, datanode.location);
    return {leaving, stale, distance, t_.random.next()};
  };
  std::vector<std::pair<Rank, StorageIndex>> ranked;
  for (const StorageIndex storage : storages) ranked.emplace_back(rank(storage), storage);
  std::sort(ranked.begin(), ranked.end());
  std::transform(ranked.begin(), ranked.end(), storages.begin(),
                 [](const auto& entry) { return entry.second; });
}

}  // namespace mammoth::namenode
