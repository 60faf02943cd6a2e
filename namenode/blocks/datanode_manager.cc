#include "namenode/blocks/datanode_manager.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/base/log.h"

namespace mammoth::namenode {

namespace {

Error disallowed(const DatanodeRegistration& registration, std::string_view reason) {
  return {ErrorCode::kDisallowedDatanode,
          fmt::format("Datanode denied communication with namenode because {}: {}", reason,
                      registration.to_string())};
}

constexpr std::size_t kMaxStorages = 512;  // of one datanode, those it once had included
constexpr std::string_view kNotIncluded = "the host is not in the include-list";

bool loopback(const std::string& ip) {
  return ip.starts_with("127.") || ip == "::1";
}

}  // namespace

std::string DatanodeManager::resolve_rack(const DatanodeRegistration& registration) const {
  std::string rack = racks_ ? racks_(registration.id.ip_address) : std::string();
  return rack.empty() ? std::string(kDefaultRack) : rack;
}

Result<DatanodeRegistration> DatanodeManager::register_datanode(DatanodeRegistration registration,
                                                                const PeerAddress& peer) {
  if (t_.options.check_registration_hostname && !loopback(peer.ip) &&
      (peer.host_name.empty() || peer.host_name == peer.ip))
    return disallowed(registration, fmt::format("hostname cannot be resolved (ip={}, hostname={})",
                                                peer.ip, peer.ip));
  registration.id.ip_address = peer.ip;
  if (!included_.empty() && !listed(included_, registration, peer.host_name))
    return disallowed(registration, kNotIncluded);
  log::info("namenode", "BLOCK* registerDatanode: from {} storage {}", registration.to_string(),
            registration.id.uuid);

  DatanodeDescriptor* known = t_.datanodes.find_uuid(registration.id.uuid);
  DatanodeDescriptor* at_address = t_.datanodes.find_address(registration.id.xfer_address());
  if (at_address && at_address != known) {
    remove(*at_address);
    t_.datanodes.forget(*at_address);
  }
  if (known) {
    t_.datanodes.topology().remove(known->index, known->location);
    t_.datanodes.update(*known, registration);
  } else {
    known = &t_.datanodes.add(registration);
  }
  known->peer_host_name = peer.host_name;
  begin_service(*known);
  return registration;
}

void DatanodeManager::begin_service(DatanodeDescriptor& datanode) {
  datanode.registered = true;
  datanode.disallowed = false;
  datanode.heard_since_registration = false;
  datanode.last_update_ms = t_.clock.wall_ms();
  datanode.last_update_monotonic_ms = t_.clock.monotonic_ms();
  datanode.location = resolve_rack(datanode.registration);
  for (const StorageIndex index : datanode.storages) {
    t_.datanodes.storage(index).full_reports = 0;
    t_.datanodes.storage(index).contents_stale = true;
  }
  const bool was_multi_rack = t_.datanodes.topology().ever_multi_rack();
  t_.datanodes.topology().add(datanode.index, datanode.location);
  if (!was_multi_rack && t_.datanodes.topology().ever_multi_rack()) t_.recheck_all_blocks = true;
  apply_lists(datanode);
  t_.datanodes.publish(datanode);
  t_.datanodes.refresh_average_xceivers();
  t_.safe_mode.set_live_datanodes(static_cast<std::uint32_t>(t_.datanodes.registered_count()));
}

Result<DatanodeDescriptor*> DatanodeManager::registered(const DatanodeRegistration& registration) {
  DatanodeDescriptor* datanode = t_.datanodes.find_uuid(registration.id.uuid);
  if (!datanode || !datanode->registered)
    return Error{ErrorCode::kUnregisteredNode,
                 fmt::format("Unregistered server: {}", registration.to_string())};
  const std::string reported = registration.id.xfer_address();
  if (datanode->registration.id.xfer_address() != reported)
    return Error{
        ErrorCode::kUnregisteredNode,
        fmt::format("Data node {} is attempting to report storage ID {}. Node {} is "
                    "expected to serve this storage.",
                    reported, registration.id.uuid, datanode->registration.id.xfer_address())};
  return datanode;
}

Result<HeartbeatReply> DatanodeManager::heartbeat(const DatanodeRegistration& registration,
                                                  const Heartbeat& heartbeat) {
  HeartbeatReply reply;
  auto found = registered(registration);
  if (!found) {
    reply.commands.emplace_back(RegisterCommand{});
    return reply;
  }
  DatanodeDescriptor& datanode = **found;
  if (datanode.disallowed) {
    datanode.last_update_monotonic_ms = 0;
    return disallowed(datanode.registration, kNotIncluded);
  }
  datanode.last_update_ms = t_.clock.wall_ms();
  datanode.last_update_monotonic_ms = t_.clock.monotonic_ms();
  datanode.xceiver_count = heartbeat.xceiver_count;
  datanode.cache_capacity_bytes = heartbeat.cache_capacity_bytes;
  datanode.cache_used_bytes = heartbeat.cache_used_bytes;
  TRY(update_volumes(datanode, heartbeat));
  datanode.heard_since_registration = true;
  t_.datanodes.publish(datanode);
  add_commands(datanode, heartbeat, reply.commands);
  if (heartbeat.wants_full_report_lease)
    reply.full_report_lease_id = t_.leases.request(datanode.index);
  return reply;
}

Result<DatanodeStorage*> DatanodeManager::admit_storage(DatanodeDescriptor& datanode,
                                                        const StorageIdentity& identity) {
  if (datanode.storages.size() >= kMaxStorages &&
      !t_.datanodes.find_storage(datanode, identity.uuid))
    return Error{ErrorCode::kIo,
                 fmt::format("datanode {} reports more than {} storages",
                             datanode.registration.id.xfer_address(), kMaxStorages)};
  return &t_.datanodes.ensure_storage(datanode, identity);
}

Result<void> DatanodeManager::update_volumes(DatanodeDescriptor& datanode,
                                             const Heartbeat& heartbeat) {
  // A volume missing from the list has failed when the datanode counts more failures than before,
  // or when it came back without it.
  const bool look_for_failures =
      heartbeat.failed_volumes > datanode.failed_volumes || !datanode.heard_since_registration;
  std::unordered_set<StorageIndex> reported;
  for (const StorageReport& report : heartbeat.reports) {
    DatanodeStorage& storage =
        *TRY(admit_storage(datanode, {report.uuid, report.type, report.state}));
    if (storage.failed && !report.failed) storage.contents_stale = true;  // it came back
    storage.report = report;
    storage.failed = report.failed;
    reported.insert(storage.index);
  }
  // One that is missing without a failure was taken away, once its last replica is known to be
  // gone.
  if (!heartbeat.reports.empty())
    for (const StorageIndex index : datanode.storages) {
      DatanodeStorage& storage = t_.datanodes.storage(index);
      if (!reported.contains(index) && (look_for_failures || storage.block_count == 0))
        storage.failed = true;
    }
  datanode.failed_volumes = heartbeat.failed_volumes;
  datanode.volume_failures = heartbeat.volume_failures;
  return {};
}

bool DatanodeManager::dead(const DatanodeDescriptor& datanode) const {
  const std::int64_t heard_ms = datanode.last_update_monotonic_ms;
  return heard_ms == 0 || t_.clock.monotonic_ms() - heard_ms > t_.options.heartbeat_expiry_ms();
}

void DatanodeManager::forgive_silence(std::int64_t duration_ms) {
  const std::int64_t now_ms = t_.clock.monotonic_ms();
  t_.datanodes.for_each([&](DatanodeDescriptor& datanode) {
    auto& heard_ms = datanode.last_update_monotonic_ms;
    if (datanode.registered && heard_ms != 0) heard_ms = std::min(now_ms, heard_ms + duration_ms);
  });
}

void DatanodeManager::tick() {
  std::vector<StorageIndex> failed;
  const std::int64_t now_ms = t_.clock.wall_ms();
  t_.datanodes.for_each([&](DatanodeDescriptor& datanode) {
    if (datanode.maintenance() && datanode.maintenance_until_ms <= now_ms)
      stop_maintenance(datanode);
    if (!datanode.registered) return;
    // In start-up nobody is declared dead: the blocks could not be copied anyway.
    if (dead(datanode) && !t_.safe_mode.in_startup()) {
      log::info("namenode", "BLOCK* removeDeadDatanode: lost heartbeat from {}",
                datanode.registration.id.xfer_address());
      unregister(datanode);
      // Of one in maintenance the administrator has said that it will be back.
      if (!datanode.maintenance()) remove_replicas(datanode.storages);
      return;
    }
    for (const StorageIndex index : datanode.storages) {
      const DatanodeStorage& storage = t_.datanodes.storage(index);
      if (storage.failed && storage.block_count > 0) failed.push_back(index);
    }
  });
  if (!failed.empty()) remove_replicas(failed);
  std::uint32_t live = 0;
  t_.datanodes.for_each([&](const DatanodeDescriptor& datanode) { live += !dead(datanode); });
  t_.safe_mode.set_live_datanodes(live);
  t_.datanodes.refresh_average_xceivers();
}

void DatanodeManager::remove(DatanodeDescriptor& datanode) {
  unregister(datanode);
  remove_replicas(datanode.storages);
}

void DatanodeManager::unregister(DatanodeDescriptor& datanode) {
  datanode.registered = false;
  datanode.last_update_monotonic_ms = 0;
  t_.datanodes.topology().remove(datanode.index, datanode.location);
  t_.leases.release(datanode.index);
  t_.invalidations.remove(datanode.index);
  t_.cache.forget(datanode.index);
  datanode.transfers.clear();
  datanode.recoveries.clear();
  datanode.scheduled = {};
  t_.datanodes.publish(datanode);
  t_.datanodes.refresh_average_xceivers();
}

void DatanodeManager::remove_replicas(const std::vector<StorageIndex>& storages) {
  std::size_t listed = 0;
  for (const StorageIndex index : storages) listed += t_.datanodes.storage(index).block_count;
  if (listed == 0) return;
  const std::unordered_set<StorageIndex> gone(storages.begin(), storages.end());
  t_.blocks.for_each([&](BlockInfo& block) {
    for (const StorageIndex storage : t_.blocks.replicas(block))
      if (gone.contains(storage)) replicas_.remove(block, storage);
  });
}

bool DatanodeManager::listed(const HostSet& hosts, const DatanodeRegistration& registration,
                             const std::string& peer_host_name) {
  const DatanodeId& id = registration.id;
  for (const std::string& host : {id.ip_address, id.host_name, peer_host_name})
    if (!host.empty() &&
        (hosts.contains(host) || hosts.contains(fmt::format("{}:{}", host, id.xfer_port))))
      return true;
  return false;
}

bool DatanodeManager::listed(const HostSet& hosts, const DatanodeDescriptor& datanode) {
  return listed(hosts, datanode.registration, datanode.peer_host_name);
}

void DatanodeManager::refresh_nodes(HostLists lists) {
  included_ = HostSet(lists.included.begin(), lists.included.end());
  excluded_ = HostSet(lists.excluded.begin(), lists.excluded.end());
  resting_ = std::move(lists.resting);
  t_.datanodes.for_each([&](DatanodeDescriptor& datanode) {
    datanode.disallowed = !included_.empty() && !listed(included_, datanode);
    apply_lists(datanode);
  });
}

void DatanodeManager::apply_lists(DatanodeDescriptor& datanode) {
  datanode.maintenance_until_ms =
      maintenance_until_ms(datanode.registration, datanode.peer_host_name);
  if (datanode.maintenance_until_ms > t_.clock.wall_ms()) return start_maintenance(datanode);
  if (datanode.maintenance()) stop_maintenance(datanode);
  const bool leaving = listed(excluded_, datanode);
  const bool left = datanode.decommissioning() || datanode.decommissioned();
  if (leaving && !left)
    set_admin_state(datanode, datanode.registered ? AdminState::kDecommissionInProgress
                                                  : AdminState::kDecommissioned);
  else if (!leaving && left)
    set_admin_state(datanode, AdminState::kNormal);
}

std::int64_t DatanodeManager::maintenance_until_ms(const DatanodeRegistration& registration,
                                                   const std::string& peer_host_name) const {
  if (resting_.empty()) return 0;
  const DatanodeId& id = registration.id;
  for (const std::string& host : {id.ip_address, id.host_name, peer_host_name})
    for (const std::string& entry : {host, fmt::format("{}:{}", host, id.xfer_port)})
      if (const auto found = resting_.find(entry); found != resting_.end()) return found->second;
  return 0;
}

// Nobody needs to wait for a datanode that is gone already, or whose blocks were all copied.
void DatanodeManager::start_maintenance(DatanodeDescriptor& datanode) {
  if (datanode.maintenance()) return;
  const bool at_once =
      !datanode.registered || datanode.decommissioned() || t_.options.maintenance_replication == 0;
  set_admin_state(datanode,
                  at_once ? AdminState::kInMaintenance : AdminState::kEnteringMaintenance);
}

void DatanodeManager::stop_maintenance(DatanodeDescriptor& datanode) {
  set_admin_state(datanode, AdminState::kNormal);
  if (!datanode.registered) remove_replicas(datanode.storages);
}

// Blocks there count differently from now on; the walk over all blocks finds those that must be
// copied, or have too many replicas.
void DatanodeManager::set_admin_state(DatanodeDescriptor& datanode, AdminState state) {
  log::info("namenode", "datanode {}: admin state {}", datanode.registration.id.xfer_address(),
            static_cast<int>(state));
  datanode.admin_state = state;
  t_.datanodes.publish(datanode);
  t_.recheck_all_blocks = true;
}

void DatanodeManager::set_balancer_bandwidth(std::uint64_t bytes_per_second) {
  t_.datanodes.for_each(
      [&](DatanodeDescriptor& datanode) { datanode.balancer_bandwidth = bytes_per_second; });
}

}  // namespace mammoth::namenode
