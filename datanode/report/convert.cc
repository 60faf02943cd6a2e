#include "datanode/report/convert.h"

#include "common/protocol/hdfs/datanode_heartbeat.pb.h"
#include "common/protocol/hdfs/datanode_report.pb.h"
#include "datanode/replicas/layout.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/transfer/convert.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

NamespaceIdentity from_proto(const pb::NamespaceInfoProto& info) {
  return {static_cast<std::int32_t>(info.storageinfo().namespceid()), info.storageinfo().clusterid(),
          static_cast<std::int64_t>(info.storageinfo().ctime()), info.blockpoolid()};
}

void fill_registration(const DatanodeIdentity& identity, const ReplicaStore& store,
                       pb::datanode::DatanodeRegistrationProto& registration) {
  auto& id = *registration.mutable_datanodeid();
  id.set_ipaddr(identity.ip_address);
  id.set_hostname(identity.host_name);
  id.set_datanodeuuid(store.volumes().datanode_uuid());
  id.set_xferport(identity.transfer_port);
  id.set_infoport(identity.info_port);
  id.set_ipcport(identity.ipc_port);
  auto& storage = *registration.mutable_storageinfo();
  storage.set_layoutversion(static_cast<std::uint32_t>(kLayoutVersion));
  storage.set_namespceid(static_cast<std::uint32_t>(store.identity().namespace_id));
  storage.set_clusterid(store.identity().cluster_id);
  storage.set_ctime(static_cast<std::uint64_t>(store.identity().c_time));
  auto& keys = *registration.mutable_keys();
  keys.set_isblocktokenenabled(false);
  keys.set_keyupdateinterval(0);
  keys.set_tokenlifetime(0);
  keys.mutable_currentkey()->set_keyid(0);
  keys.mutable_currentkey()->set_expirydate(0);
  registration.set_softwareversion(kSoftwareVersion);
}

void fill_storages(ReplicaStore& store, pb::datanode::HeartbeatRequestProto& heartbeat) {
  for (const auto& volume : store.volumes().working()) {
    VolumeUsage usage;
    try {
      usage = volume->usage();
    } catch (const DiskError& e) {
      store.suspect(e);
      continue;
    }
    auto& report = *heartbeat.add_reports();
    report.set_storageuuid(volume->storage_id());
    *report.mutable_storage() = to_storage(*volume);
    report.set_failed(false);
    report.set_capacity(usage.capacity);
    report.set_dfsused(usage.used);
    report.set_remaining(usage.remaining);
    report.set_blockpoolused(usage.used);
    report.set_nondfsused(usage.non_dfs_used);
    report.set_mount(volume->root());
  }
  const VolumeFailures failures = store.volumes().failures();
  heartbeat.set_failedvolumes(static_cast<std::uint32_t>(failures.locations.size()));
  if (failures.locations.empty()) return;
  auto& summary = *heartbeat.mutable_volumefailuresummary();
  for (const auto& location : failures.locations) summary.add_failedstoragelocations(location);
  summary.set_lastvolumefailuredate(static_cast<std::uint64_t>(failures.last_failure_ms));
  summary.set_estimatedcapacitylosttotal(failures.capacity_lost_bytes);
}

void fill_changes(const ChangeBatch& batch, pb::datanode::BlockReceivedAndDeletedRequestProto& request) {
  for (const auto& storage : batch.storages) {
    auto& changes = *request.add_blocks();
    changes.set_storageuuid(storage.storage_id);
    changes.mutable_storage()->set_storageuuid(storage.storage_id);
    changes.mutable_storage()->set_storagetype(to_proto(storage.type));
    for (const auto& replica : storage.replicas) {
      auto& change = *changes.add_blocks();
      *change.mutable_block() = to_proto(replica.block);
      change.set_status(static_cast<pb::datanode::ReceivedDeletedBlockInfoProto::BlockStatus>(replica.change));
      if (!replica.delete_hint.empty()) change.set_deletehint(replica.delete_hint);
    }
  }
}

}  // namespace mammoth::datanode
