// Where new replicas of a file that is being written go.

#include <fmt/format.h>

#include "namenode/blocks/block_manager_parts.h"

namespace mammoth::namenode {

namespace {

PlacementRequest placement_request(const BlockTables& t, const Locations& locations,
                                   const TargetRequest& request) {
  PlacementRequest placement;
  placement.count = request.replication;
  placement.block_size_bytes = request.block_size_bytes;
  placement.storage_policy = request.storage_policy;
  placement.avoid_local_node = request.avoid_local_node;
  placement.avoid_local_rack = request.avoid_local_rack;
  if (!request.ignore_locality) {
    auto place = locations.place_of(request.writer);
    placement.writer = place.datanode;
    placement.writer_location = std::move(place.location);
  }
  for (const std::string& uuid : request.excluded_uuids)
    if (const DatanodeDescriptor* datanode = t.datanodes.find_uuid(uuid))
      placement.excluded.insert(datanode->index);
  for (const std::string& name : request.favoured_nodes)
    if (const DatanodeDescriptor* datanode = t.datanodes.find_name(name))
      placement.favoured.push_back(datanode);
  return placement;
}

std::vector<StorageTarget> as_targets(const BlockTables& t,
                                      const std::vector<StorageIndex>& storages) {
  std::vector<StorageTarget> targets;
  for (const StorageIndex storage : storages) targets.push_back(t.datanodes.target(storage));
  return targets;
}

}  // namespace

Result<std::vector<StorageTarget>> BlockManager::choose_targets(
    const TargetRequest& request) const {
  const BlockTables& t = parts_->tables;
  const PlacementRequest placement = placement_request(t, parts_->locations, request);
  const auto storages = t.placement.choose(placement);
  if (storages.size() >= t.options.min_replication) return as_targets(t, storages);

  // The search has looked at, and so excluded, every datanode; unless it began with favoured nodes.
  std::size_t running = 0;
  std::size_t excluded = request.excluded_uuids.size();
  t.datanodes.for_each([&](const DatanodeDescriptor& datanode) {
    running += datanode.registered;
    if (placement.favoured.empty() && datanode.registered &&
        !placement.excluded.contains(datanode.index))
      ++excluded;
  });
  return Error{
      ErrorCode::kIo,
      fmt::format("File {} could only be written to {} of the {} minReplication nodes. "
                  "There are {} datanode(s) running and {} node(s) are excluded in this "
                  "operation.",
                  request.path, storages.size(), t.options.min_replication, running, excluded)};
}

Result<std::vector<StorageTarget>> BlockManager::choose_additional_targets(
    const TargetRequest& request, std::span<const std::string> existing_storage_uuids,
    std::uint32_t count) const {
  const BlockTables& t = parts_->tables;
  PlacementRequest placement = placement_request(t, parts_->locations, request);
  placement.count = count;
  for (const std::string& uuid : existing_storage_uuids)
    if (const DatanodeStorage* storage = t.datanodes.find_storage(uuid))
      placement.chosen.push_back(storage->index);
  auto storages = placement.chosen;
  const auto added = t.placement.choose(placement);
  storages.insert(storages.end(), added.begin(), added.end());
  return as_targets(t, storages);
}

}  // namespace mammoth::namenode
