#include "datanode/recovery/recovery_task.h"

#include <fmt/format.h>

#include "common/base/log.h"
#include "common/protocol/hdfs/datanode_protocol.pb.h"
#include "common/protocol/hdfs/inter_datanode_protocol.pb.h"
#include "datanode/transfer/convert.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

namespace {

rpc::ClientOptions rpc_options() {
  rpc::ClientOptions options;
  options.retry.max_attempts = 2;
  options.connect_timeout = std::chrono::seconds(10);
  options.rpc_timeout = std::chrono::seconds(60);
  return options;
}

Error refuse(std::string message) { return {ErrorCode::kIo, std::move(message)}; }

}  // namespace

RecoveryTask::RecoveryTask(asio::any_io_executor executor, ReplicaStore& store,
                           const Registration& registration, const RecoveryOptions& options,
                           const pb::RecoveringBlockProto& order)
    : store_(store),
      registration_(registration),
      options_(options),
      order_(order),
      block_(to_block(order.block().b())),
      client_(std::move(executor), rpc_options()) {}

const pb::DatanodeIDProto& RecoveryTask::node(std::size_t location) const {
  return order_.block().locs(static_cast<int>(location)).id();
}

bool RecoveryTask::is_local(std::size_t location) const {
  const auto self = registration_.id();
  return self && self->datanodeuuid() == node(location).datanodeuuid();
}

rpc::Target RecoveryTask::target(const HostPort& address, std::string protocol) const {
  rpc::Target result;
  result.addresses = {address};
  result.protocol = std::move(protocol);
  result.user = options_.user;
  return result;
}

rpc::Target RecoveryTask::peer(std::size_t location) const {
  const auto& id = node(location);
  return target({options_.use_hostnames ? id.hostname() : id.ipaddr(),
                 static_cast<std::uint16_t>(id.ipcport())},
                "org.apache.hadoop.hdfs.server.protocol.InterDatanodeProtocol");
}

Task<Result<void>> RecoveryTask::run() {
  const std::vector<ReplicaToSync> replicas = CO_TRY(co_await collect());
  // Nobody has a byte of it: the block goes.
  if (replicas.empty()) co_return co_await commit(0, {});

  SyncDecision decision;
  if (order_.has_truncateblock())
    decision = decide_truncation(replicas, order_.truncateblock().numbytes());
  else
    decision = CO_TRY(decide_sync(replicas));
  Updated updated;
  for (const auto& replica : decision.participants) {
    auto storage = co_await update_replica(replica, decision.length_bytes);
    if (storage) {
      updated.emplace_back(replica.location, std::move(*storage));
    } else {
      log::warn("datanode", "Failed to updateBlock (newblock={}, datanode={}): {}", to_text(block_),
                transfer_name(node(replica.location)), storage.error().message);
    }
  }
  if (updated.empty())
    co_return refuse(fmt::format("Cannot recover {}, none of its datanodes took the new length",
                                 to_text(block_)));
  co_return co_await commit(decision.length_bytes, updated);
}

// The replicas that may take part: not older than the block, and with data.
Task<Result<std::vector<ReplicaToSync>>> RecoveryTask::collect() {
  std::vector<ReplicaToSync> replicas;
  const auto locations = static_cast<std::size_t>(order_.block().locs_size());
  std::size_t failures = 0;
  std::size_t candidates = 0;
  bool outlived = false;  // a replica of a time before a pipeline recovery: others know more
  for (std::size_t i = 0; i < locations; ++i) {
    const auto replica = co_await init_replica(i);
    if (!replica) {
      if (replica.error().code == ErrorCode::kRecoveryInProgress) co_return replica.error();
      log::warn("datanode", "Failed to recover block (block={}, datanode={}): {}", to_text(block_),
                transfer_name(node(i)), replica.error().message);
      ++failures;
      continue;
    }
    const auto& found = *replica;
    if (!found || found->block.length_bytes == 0) continue;
    if (found->block.generation_stamp < block_.generation_stamp) {
      outlived = true;
      continue;
    }
    ++candidates;
    if (found->original <= ReplicaState::kRwr) replicas.push_back(*found);
  }
  if (failures == locations)
    co_return refuse(fmt::format("All datanodes failed: block={}", to_text(block_)));
  if (candidates > 0 && replicas.empty())
    co_return refuse(fmt::format("Found {} replica(s) for block {} but none is in RWR or better state.",
                                 candidates, to_text(block_)));
  if (replicas.empty() && outlived)
    co_return refuse(fmt::format("All replicas of {} that were found are outdated", to_text(block_)));
  co_return replicas;
}

Task<Result<std::optional<ReplicaToSync>>> RecoveryTask::init_replica(std::size_t location) {
  if (is_local(location)) {
    const std::optional<RecoveryInfo> info =
        CO_TRY(store_.init_recovery(block_, GenerationStamp{order_.newgenstamp()}));
    if (!info) co_return std::optional<ReplicaToSync>();
    co_return std::optional(ReplicaToSync{location, info->block, info->original});
  }
  rpc::Proxy proxy(client_, peer(location));
  pb::InitReplicaRecoveryRequestProto request;
  *request.mutable_block() = order_;
  const auto answer =
      CO_TRY(co_await proxy.call<pb::InitReplicaRecoveryResponseProto>("initReplicaRecovery", request));
  if (!answer.replicafound()) co_return std::optional<ReplicaToSync>();
  co_return std::optional(
      ReplicaToSync{location, to_block(answer.block()), to_state(answer.state())});
}

Task<Result<std::string>> RecoveryTask::update_replica(const ReplicaToSync& replica,
                                                       std::uint64_t length_bytes) {
  const std::uint64_t new_id =
      order_.has_truncateblock() ? order_.truncateblock().blockid() : block_.id.value();
  if (is_local(replica.location))
    co_return store_.update_under_recovery(replica.block, GenerationStamp{order_.newgenstamp()},
                                           BlockId{new_id}, length_bytes);
  rpc::Proxy proxy(client_, peer(replica.location));
  pb::UpdateReplicaUnderRecoveryRequestProto request;
  *request.mutable_block() = to_extended(store_.pool_id(), replica.block);
  request.set_recoveryid(order_.newgenstamp());
  request.set_newlength(length_bytes);
  request.set_newblockid(new_id);
  const auto answer = CO_TRY(co_await proxy.call<pb::UpdateReplicaUnderRecoveryResponseProto>(
      "updateReplicaUnderRecovery", request));
  co_return answer.storageuuid();
}

Task<Result<void>> RecoveryTask::commit(std::uint64_t length_bytes, const Updated& updated) {
  rpc::Proxy namenode(
      client_, target(options_.namenode, "org.apache.hadoop.hdfs.server.protocol.DatanodeProtocol"));
  pb::datanode::CommitBlockSynchronizationRequestProto request;
  *request.mutable_block() = order_.block().b();
  request.set_newgenstamp(order_.newgenstamp());
  request.set_newlength(length_bytes);
  request.set_closefile(true);
  request.set_deleteblock(updated.empty());
  for (const auto& [location, storage] : updated) {
    *request.add_newtaragets() = node(location);
    request.add_newtargetstorages(storage);
  }
  CO_TRY(co_await namenode.call<pb::datanode::CommitBlockSynchronizationResponseProto>(
      "commitBlockSynchronization", request));
  co_return Result<void>();
}

}  // namespace mammoth::datanode
