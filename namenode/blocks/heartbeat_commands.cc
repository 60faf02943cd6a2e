#include <utility>

#include "namenode/blocks/datanode_manager.h"

namespace mammoth::namenode {

// In safe mode there is no work; what waits keeps waiting.
void DatanodeManager::add_commands(DatanodeDescriptor& datanode, const Heartbeat& heartbeat,
                                   std::vector<DatanodeCommand>& commands) {
  if (t_.safe_mode.active()) return;
  add_recoveries(datanode, commands);
  const std::uint32_t streams = datanode.decommissioning() ? t_.options.max_replication_streams_hard
                                                           : t_.options.max_replication_streams;
  if (heartbeat.transfers_in_progress < streams)
    add_transfers(datanode, streams - heartbeat.transfers_in_progress, commands);
  if (auto doomed = t_.invalidations.take(datanode.index, t_.options.invalidate_limit);
      !doomed.empty())
    commands.emplace_back(InvalidateCommand{std::move(doomed)});
  t_.cache.take_orders(datanode.index, t_.clock.monotonic_ms(), t_.options.cache_retry_ms, commands);
  if (const std::uint64_t bandwidth = std::exchange(datanode.balancer_bandwidth, 0); bandwidth > 0)
    commands.emplace_back(BalancerBandwidthCommand{bandwidth});
}

// Hadoop: DatanodeManager.getBlockRecoveryCommand. Silent datanodes are left out of a recovery,
// unless that leaves fewer than two.
void DatanodeManager::add_recoveries(DatanodeDescriptor& datanode,
                                     std::vector<DatanodeCommand>& commands) {
  RecoverCommand command;
  while (!datanode.recoveries.empty() && command.recoveries.size() < t_.options.recovery_limit) {
    const BlockId id = datanode.recoveries.front();
    datanode.recoveries.pop_front();
    const BlockInfo* block = t_.blocks.find(id);
    const UnderConstruction* open = t_.open_blocks.find(id);
    if (!block || !open || block->state != BlockState::kUnderRecovery) continue;
    std::vector<StorageTarget> heard;
    std::vector<StorageTarget> all;
    for (const ExpectedReplica& replica : open->replicas) {
      all.push_back(t_.datanodes.target(replica.storage));
      if (!t_.datanodes.datanode_of(replica.storage)
               .stale(t_.clock.monotonic_ms(), t_.options.stale_interval_ms))
        heard.push_back(all.back());
    }
    RecoverCommand::Recovery recovery{.block = open->copy_of.value_or(block->block()),
                                      .recovery_id = open->recovery_id,
                                      .replicas = heard.size() > 1 ? heard : all};
    if (open->truncate_to_bytes)
      recovery.truncate_block = Block{id, open->recovery_id, *open->truncate_to_bytes};
    command.recoveries.push_back(std::move(recovery));
  }
  if (!command.recoveries.empty()) commands.emplace_back(std::move(command));
}

void DatanodeManager::add_transfers(DatanodeDescriptor& datanode, std::size_t limit,
                                    std::vector<DatanodeCommand>& commands) {
  TransferCommand command;
  while (!datanode.transfers.empty() && command.transfers.size() < limit) {
    const PendingTransfer transfer = std::move(datanode.transfers.front());
    datanode.transfers.pop_front();
    const BlockInfo* block = t_.blocks.find(transfer.block.id);
    if (!block || block->block() != transfer.block) continue;  // deleted or reopened since
    TransferCommand::Transfer order{transfer.block, {}};
    for (const StorageIndex target : transfer.targets)
      order.targets.push_back(t_.datanodes.target(target));
    command.transfers.push_back(std::move(order));
  }
  if (!command.transfers.empty()) commands.emplace_back(std::move(command));
}

}  // namespace mammoth::namenode
