#include "datanode/report/command_executor.h"

#include <vector>

#include "common/base/log.h"
#include "common/protocol/hdfs/datanode_command.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/transfer/convert.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs::datanode;

namespace {

TransferOrder transfer_order(const pb::BlockCommandProto& command, int index) {
  TransferOrder order;
  order.block = to_block(command.blocks(index));
  order.stage = ::hadoop::hdfs::OpWriteBlockProto::PIPELINE_SETUP_CREATE;
  const auto& targets = command.targets(index).datanodes();
  order.targets.assign(targets.begin(), targets.end());
  if (index < command.targetstoragetypes_size())
    for (const auto type : command.targetstoragetypes(index).storagetypes())
      order.storage_types.push_back(static_cast<::hadoop::hdfs::StorageTypeProto>(type));
  if (index < command.targetstorageuuids_size()) {
    const auto& ids = command.targetstorageuuids(index).storageuuids();
    order.storage_ids.assign(ids.begin(), ids.end());
  }
  return order;
}

}  // namespace

bool CommandExecutor::execute(const pb::DatanodeCommandProto& command) {
  switch (command.cmdtype()) {
    case pb::DatanodeCommandProto::RegisterCommand:
      return true;
    case pb::DatanodeCommandProto::BlockCommand:
      execute_block_command(command.blkcmd());
      break;
    case pb::DatanodeCommandProto::BlockIdCommand:
      execute_id_command(command.blkidcmd());
      break;
    case pb::DatanodeCommandProto::BlockRecoveryCommand:
      for (const auto& block : command.recoverycmd().blocks()) actions_.recover(block);
      break;
    case pb::DatanodeCommandProto::BalancerBandwidthCommand:
      if (command.balancercmd().bandwidth() > 0)
        balancer_bandwidth_ = command.balancercmd().bandwidth();
      break;
    case pb::DatanodeCommandProto::FinalizeCommand:  // there is no earlier state to be dropped
    case pb::DatanodeCommandProto::KeyUpdateCommand:  // block tokens are not in use
    case pb::DatanodeCommandProto::NullDatanodeCommand:
      break;
    default:
      log::warn("datanode", "the NameNode orders {}, which this datanode does not know",
                pb::DatanodeCommandProto::Type_Name(command.cmdtype()));
  }
  return false;
}

void CommandExecutor::execute_id_command(const pb::BlockIdCommandProto& command) {
  if (command.blockpoolid() != store_.pool_id()) {
    log::warn("datanode", "ignoring an order for block pool {}", command.blockpoolid());
    return;
  }
  std::vector<BlockId> blocks;
  blocks.reserve(static_cast<std::size_t>(command.blockids_size()));
  for (const std::uint64_t id : command.blockids()) blocks.emplace_back(id);
  const auto& action =
      command.action() == pb::BlockIdCommandProto::CACHE ? actions_.cache : actions_.uncache;
  if (action) action(blocks);
}

void CommandExecutor::execute_block_command(const pb::BlockCommandProto& command) {
  if (command.blockpoolid() != store_.pool_id()) {
    log::warn("datanode", "ignoring an order for block pool {}", command.blockpoolid());
    return;
  }
  if (command.action() == pb::BlockCommandProto::INVALIDATE) {
    std::vector<Block> blocks;
    blocks.reserve(static_cast<std::size_t>(command.blocks_size()));
    for (const auto& block : command.blocks()) blocks.push_back(to_block(block));
    store_.invalidate(blocks);
  } else if (command.action() == pb::BlockCommandProto::TRANSFER) {
    for (int i = 0; i < command.blocks_size() && i < command.targets_size(); ++i)
      actions_.transfer(transfer_order(command, i));
  } else {
    log::warn("datanode",
              "the NameNode orders a shutdown; only an operator may stop this datanode");
  }
}

}  // namespace mammoth::datanode
