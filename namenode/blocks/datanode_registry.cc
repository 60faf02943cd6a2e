#include "namenode/blocks/datanode_registry.h"

#include <fmt/format.h>

#include <numeric>

namespace mammoth::namenode {

std::string DatanodeRegistration::to_string() const {
  return fmt::format(
      "DatanodeRegistration({}, datanodeUuid={}, infoPort={}, infoSecurePort={}, ipcPort={}, "
      "storageInfo=lv={};cid={};nsid={};c={})",
      id.xfer_address(), id.uuid, id.info_port, id.info_secure_port, id.ipc_port,
      storage_info.layout_version, storage_info.cluster_id, storage_info.namespace_id,
      storage_info.creation_time_ms);
}

void ScheduledBlocks::add(StorageType type, std::int64_t now_ms) {
  if (now_ms - rolled_ms_ > kPeriodMs) {
    previous_ = current_;
    current_.fill(0);
    rolled_ms_ = now_ms;
  }
  ++current_[static_cast<std::size_t>(type)];
}

void ScheduledBlocks::remove(StorageType type) {
  const auto i = static_cast<std::size_t>(type);
  if (previous_[i] > 0)
    --previous_[i];
  else if (current_[i] > 0)
    --current_[i];
}

std::uint32_t ScheduledBlocks::count(StorageType type) const {
  const auto i = static_cast<std::size_t>(type);
  return previous_[i] + current_[i];
}

std::uint32_t ScheduledBlocks::count() const {
  const auto sum = std::accumulate(previous_.begin(), previous_.end(), std::uint32_t{0});
  return std::accumulate(current_.begin(), current_.end(), sum);
}

DatanodeDescriptor& DatanodeRegistry::add(const DatanodeRegistration& registration) {
  auto datanode = std::make_unique<DatanodeDescriptor>();
  datanode->index = DatanodeIndex(static_cast<std::uint32_t>(datanodes_.size()));
  datanode->registration = registration;
  by_uuid_[registration.id.uuid] = datanode->index;
  index_address(*datanode);
  datanodes_.push_back(std::move(datanode));
  return *datanodes_.back();
}

void DatanodeRegistry::update(DatanodeDescriptor& datanode,
                              const DatanodeRegistration& registration) {
  drop_address(datanode);
  datanode.registration = registration;
  index_address(datanode);
}

void DatanodeRegistry::forget(DatanodeDescriptor& datanode) {
  drop_address(datanode);
  by_uuid_.erase(datanode.registration.id.uuid);
}

void DatanodeRegistry::index_address(const DatanodeDescriptor& datanode) {
  const DatanodeId& id = datanode.registration.id;
  by_address_[id.xfer_address()] = datanode.index;
  by_host_.emplace(id.ip_address, datanode.index);
  if (id.host_name != id.ip_address) by_host_.emplace(id.host_name, datanode.index);
}

void DatanodeRegistry::drop_address(const DatanodeDescriptor& datanode) {
  const DatanodeId& id = datanode.registration.id;
  by_address_.erase(id.xfer_address());
  for (const std::string& host : {id.ip_address, id.host_name}) {
    auto [it, end] = by_host_.equal_range(host);
    while (it != end) it = it->second == datanode.index ? by_host_.erase(it) : std::next(it);
  }
}

bool DatanodeRegistry::known(const DatanodeDescriptor& datanode) const {
  const auto it = by_uuid_.find(datanode.registration.id.uuid);
  return it != by_uuid_.end() && it->second == datanode.index;
}

const DatanodeDescriptor* DatanodeRegistry::find_uuid(std::string_view uuid) const {
  const auto it = by_uuid_.find(std::string(uuid));
  return it == by_uuid_.end() ? nullptr : &at(it->second);
}

DatanodeDescriptor* DatanodeRegistry::find_uuid(std::string_view uuid) {
  const auto it = by_uuid_.find(std::string(uuid));
  return it == by_uuid_.end() ? nullptr : &at(it->second);
}

DatanodeDescriptor* DatanodeRegistry::find_address(const std::string& xfer_address) {
  const auto it = by_address_.find(xfer_address);
  return it == by_address_.end() ? nullptr : &at(it->second);
}

const DatanodeDescriptor* DatanodeRegistry::find_name(const std::string& name) const {
  if (const auto it = by_address_.find(name); it != by_address_.end()) return &at(it->second);
  const std::size_t colon = name.rfind(':');
  if (colon == std::string::npos) return nullptr;
  auto [it, end] = by_host_.equal_range(name.substr(0, colon));
  for (; it != end; ++it)
    if (std::to_string(at(it->second).registration.id.xfer_port) == name.substr(colon + 1))
      return &at(it->second);
  return nullptr;
}

const DatanodeDescriptor* DatanodeRegistry::find_host(const std::string& host,
                                                      const RandomSource& random) const {
  auto [it, end] = by_host_.equal_range(host);
  const auto count = static_cast<std::size_t>(std::distance(it, end));
  if (count == 0) return nullptr;
  if (count > 1) std::advance(it, random.below(count));
  return &at(it->second);
}

DatanodeStorage* DatanodeRegistry::find_storage(const DatanodeDescriptor& datanode,
                                                std::string_view uuid) {
  for (const StorageIndex index : datanode.storages)
    if (storage(index).info->uuid == uuid) return &storage(index);
  return nullptr;
}

const DatanodeStorage* DatanodeRegistry::find_storage(std::string_view uuid) const {
  const auto it = by_storage_uuid_.find(std::string(uuid));
  return it == by_storage_uuid_.end() ? nullptr : &storage(it->second);
}

DatanodeStorage& DatanodeRegistry::ensure_storage(DatanodeDescriptor& datanode,
                                                  const StorageIdentity& identity) {
  DatanodeStorage* storage = find_storage(datanode, identity.uuid);
  if (!storage) {
    storages_.push_back(std::make_unique<DatanodeStorage>());
    storage = storages_.back().get();
    storage->index = StorageIndex(static_cast<std::uint32_t>(storages_.size() - 1));
    storage->datanode = datanode.index;
    storage->report.uuid = identity.uuid;
    datanode.storages.push_back(storage->index);
    by_storage_uuid_[identity.uuid] = storage->index;
  }
  if (!storage->info || storage->info->type != identity.type ||
      storage->info->state != identity.state)
    storage->info = std::make_shared<const StorageInfo>(
        StorageInfo{storage->index, identity.uuid, identity.type, identity.state});
  return *storage;
}

StorageTarget DatanodeRegistry::target(StorageIndex index) const {
  return {datanode_of(index).info, storage(index).info};
}

std::shared_ptr<const DatanodeInfo> DatanodeRegistry::snapshot(
    const DatanodeDescriptor& datanode) const {
  auto info = std::make_shared<DatanodeInfo>();
  info->index = datanode.index;
  info->id = datanode.registration.id;
  info->network_location = datanode.location;
  info->software_version = datanode.registration.software_version;
  info->admin_state = datanode.admin_state;
  for (const StorageIndex index : datanode.storages) {
    const DatanodeStorage& volume = storage(index);
    info->block_count += volume.block_count;
    if (volume.failed) continue;
    info->capacity_bytes += volume.report.capacity_bytes;
    info->dfs_used_bytes += volume.report.dfs_used_bytes;
    info->non_dfs_used_bytes += volume.report.non_dfs_used_bytes;
    info->remaining_bytes += volume.report.remaining_bytes;
    info->block_pool_used_bytes += volume.report.block_pool_used_bytes;
  }
  info->cache_capacity_bytes = datanode.cache_capacity_bytes;
  info->cache_used_bytes = datanode.cache_used_bytes;
  info->xceiver_count = datanode.xceiver_count;
  info->failed_volumes = datanode.failed_volumes;
  info->volume_failures = datanode.volume_failures;
  info->last_update_ms = datanode.last_update_ms;
  info->last_update_monotonic_ms = datanode.last_update_monotonic_ms;
  info->last_block_report_ms = datanode.last_block_report_ms;
  info->last_block_report_monotonic_ms = datanode.last_block_report_monotonic_ms;
  return info;
}

std::size_t DatanodeRegistry::registered_count() const {
  std::size_t count = 0;
  for_each([&](const DatanodeDescriptor& datanode) { count += datanode.registered; });
  return count;
}

void DatanodeRegistry::refresh_average_xceivers() {
  std::uint64_t xceivers = 0;
  std::uint64_t datanodes = 0;
  for_each([&](const DatanodeDescriptor& datanode) {
    if (!datanode.in_service()) return;
    xceivers += datanode.xceiver_count;
    ++datanodes;
  });
  average_xceivers_ =
      datanodes == 0 ? 0 : static_cast<double>(xceivers) / static_cast<double>(datanodes);
}

}  // namespace mammoth::namenode
