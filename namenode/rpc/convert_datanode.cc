#include "namenode/rpc/convert_datanode.h"

#include <algorithm>

namespace mammoth::namenode {

namespace {

using datanode_wire::BlockCommandProto;
using datanode_wire::BlockIdCommandProto;
using datanode_wire::DatanodeCommandProto;

// Turns one command into the wire's tagged union.
struct CommandWriter {
  std::string_view block_pool_id;
  DatanodeCommandProto* proto;

  void operator()(const RegisterCommand&) const {
    proto->set_cmdtype(DatanodeCommandProto::RegisterCommand);
    proto->mutable_registercmd();
  }

  void operator()(const TransferCommand& command) const {
    BlockCommandProto* blocks = begin_block_command(BlockCommandProto::TRANSFER);
    for (const auto& transfer : command.transfers) {
      to_proto(transfer.block, blocks->add_blocks());
      auto* nodes = blocks->add_targets();
      auto* storages = blocks->add_targetstorageuuids();
      auto* types = blocks->add_targetstoragetypes();
      for (const StorageTarget& target : transfer.targets) {
        to_proto(*target.datanode, nodes->add_datanodes());
        storages->add_storageuuids(target.storage->uuid);
        types->add_storagetypes(to_proto(target.storage->type));
      }
    }
  }

  void operator()(const InvalidateCommand& command) const {
    BlockCommandProto* blocks = begin_block_command(BlockCommandProto::INVALIDATE);
    for (const Block& block : command.blocks) to_proto(block, blocks->add_blocks());
  }

  void operator()(const RecoverCommand& command) const {
    proto->set_cmdtype(DatanodeCommandProto::BlockRecoveryCommand);
    for (const auto& recovery : command.recoveries) {
      auto* block = proto->mutable_recoverycmd()->add_blocks();
      block->set_newgenstamp(recovery.recovery_id.value());
      // A recovery knows no place in the file: Hadoop writes -1.
      to_proto(LocatedBlock{recovery.block, recovery.replicas, false}, block_pool_id,
               ~std::uint64_t{0}, block->mutable_block());
      if (recovery.truncate_block)
        to_proto(*recovery.truncate_block, block->mutable_truncateblock());
    }
  }

  void operator()(const BalancerBandwidthCommand& command) const {
    proto->set_cmdtype(DatanodeCommandProto::BalancerBandwidthCommand);
    proto->mutable_balancercmd()->set_bandwidth(command.bytes_per_second);
  }

  void operator()(const CacheCommand& command) const {
    write_ids(BlockIdCommandProto::CACHE, command.blocks);
  }

  void operator()(const UncacheCommand& command) const {
    write_ids(BlockIdCommandProto::UNCACHE, command.blocks);
  }

  void write_ids(BlockIdCommandProto::Action action, const std::vector<BlockId>& blocks) const {
    proto->set_cmdtype(DatanodeCommandProto::BlockIdCommand);
    auto* ids = proto->mutable_blkidcmd();
    ids->set_action(action);
    ids->set_blockpoolid(std::string(block_pool_id));
    for (const BlockId block : blocks) ids->add_blockids(block.value());
  }

  BlockCommandProto* begin_block_command(BlockCommandProto::Action action) const {
    proto->set_cmdtype(DatanodeCommandProto::BlockCommand);
    BlockCommandProto* blocks = proto->mutable_blkcmd();
    blocks->set_action(action);
    blocks->set_blockpoolid(std::string(block_pool_id));
    return blocks;
  }
};

ReplicaEvent::Kind to_event_kind(datanode_wire::ReceivedDeletedBlockInfoProto::BlockStatus status) {
  switch (status) {
    case datanode_wire::ReceivedDeletedBlockInfoProto::RECEIVING:
      return ReplicaEvent::Kind::kReceiving;
    case datanode_wire::ReceivedDeletedBlockInfoProto::RECEIVED:
      return ReplicaEvent::Kind::kReceived;
    case datanode_wire::ReceivedDeletedBlockInfoProto::DELETED:
      break;
  }
  return ReplicaEvent::Kind::kDeleted;
}

}  // namespace

// The wire's unsigned numbers hold Java ints here.
NamespaceStorageInfo to_storage_info(const wire::StorageInfoProto& proto) {
  return {.layout_version = static_cast<std::int32_t>(proto.layoutversion()),
          .namespace_id = static_cast<std::int32_t>(proto.namespceid()),
          .cluster_id = proto.clusterid(),
          .creation_time_ms = proto.ctime()};
}

void to_proto(const NamespaceStorageInfo& info, wire::StorageInfoProto* proto) {
  proto->set_layoutversion(static_cast<std::uint32_t>(info.layout_version));
  proto->set_namespceid(static_cast<std::uint32_t>(info.namespace_id));
  proto->set_clusterid(info.cluster_id);
  proto->set_ctime(info.creation_time_ms);
}

DatanodeRegistration to_registration(const datanode_wire::DatanodeRegistrationProto& proto) {
  return {.id = to_datanode_id(proto.datanodeid()),
          .storage_info = to_storage_info(proto.storageinfo()),
          .software_version = proto.softwareversion()};
}

void set_no_block_keys(wire::ExportedBlockKeysProto* keys) {
  keys->set_isblocktokenenabled(false);
  keys->set_keyupdateinterval(0);
  keys->set_tokenlifetime(0);
  keys->mutable_currentkey()->set_keyid(0);
  keys->mutable_currentkey()->set_expirydate(0);
}

void to_proto(const DatanodeRegistration& registration,
              datanode_wire::DatanodeRegistrationProto* proto) {
  to_proto(registration.id, proto->mutable_datanodeid());
  to_proto(registration.storage_info, proto->mutable_storageinfo());
  proto->set_softwareversion(registration.software_version);
  set_no_block_keys(proto->mutable_keys());
}

namespace {

// What one datanode may keep of our memory with these.
constexpr std::size_t kMostFailedLocations = 1'000;
constexpr std::size_t kLongestLocation = 4'096;

std::shared_ptr<const VolumeFailures> to_volume_failures(
    const datanode_wire::VolumeFailureSummaryProto& proto) {
  VolumeFailures failures{
      .locations = {},
      .last_failure_ms = static_cast<std::int64_t>(proto.lastvolumefailuredate()),
      .capacity_lost_bytes = proto.estimatedcapacitylosttotal()};
  for (const std::string& location : proto.failedstoragelocations())
    if (failures.locations.size() < kMostFailedLocations)
      failures.locations.push_back(location.substr(0, kLongestLocation));
  return std::make_shared<const VolumeFailures>(std::move(failures));
}

}  // namespace

Heartbeat to_heartbeat(const datanode_wire::HeartbeatRequestProto& proto) {
  Heartbeat heartbeat{.reports = {},
                      .transfers_in_progress = proto.xmitsinprogress(),
                      .xceiver_count = proto.xceivercount(),
                      .failed_volumes = proto.failedvolumes(),
                      .volume_failures = {},
                      .cache_capacity_bytes = proto.cachecapacity(),
                      .cache_used_bytes = proto.cacheused(),
                      .wants_full_report_lease = proto.requestfullblockreportlease()};
  if (proto.has_volumefailuresummary())
    heartbeat.volume_failures = to_volume_failures(proto.volumefailuresummary());
  for (const auto& report : proto.reports()) heartbeat.reports.push_back(to_storage_report(report));
  return heartbeat;
}

StorageIdentity to_storage_identity(const wire::DatanodeStorageProto& proto) {
  return {.uuid = proto.storageuuid(),
          .type = to_storage_type(proto.storagetype()),
          .state = to_storage_state(proto.state())};
}

ReportContext to_report_context(const datanode_wire::BlockReportRequestProto& proto) {
  if (!proto.has_context()) return {};
  const auto& context = proto.context();
  return {.total_messages = static_cast<std::uint32_t>(std::max(context.totalrpcs(), 1)),
          .current_message = static_cast<std::uint32_t>(std::max(context.currpc(), 0)),
          .report_id = context.id(),
          .lease_id = context.leaseid()};
}

StorageReplicaEvents to_replica_events(
    const datanode_wire::StorageReceivedDeletedBlocksProto& proto) {
  StorageReplicaEvents result;
  if (proto.has_storage())
    result.storage = to_storage_identity(proto.storage());
  else
    result.storage.uuid = proto.storageuuid();
  for (const auto& event : proto.blocks())
    result.events.push_back({.kind = to_event_kind(event.status()),
                             .block = to_block(event.block()),
                             .delete_hint = event.deletehint()});
  return result;
}

void to_proto(const DatanodeCommand& command, std::string_view block_pool_id,
              DatanodeCommandProto* proto) {
  std::visit(CommandWriter{block_pool_id, proto}, command);
}

}  // namespace mammoth::namenode
