// OP_TRANSFER_BLOCK (Hadoop: DataNode.transferReplicaForPipelineRecovery): a client that replaces a
// broken node of its pipeline has a healthy one copy to the new one what there is so far.
#include <fmt/format.h>

#include "common/base/log.h"
#include "datanode/transfer/convert.h"
#include "datanode/transfer/ops/ops.h"
#include "datanode/transfer/replica_transfer.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

namespace {

Error refuse(std::string message) { return {ErrorCode::kIo, std::move(message)}; }

// What to send of the replica as it is now.
Result<TransferOrder> order_of(const ReplicaStore& store, const pb::OpTransferBlockProto& request) {
  auto block = to_block(request.header().baseheader().block());
  const auto name = to_text(store.pool_id(), block);
  const auto replica = store.find(block.id);
  if (!replica) return refuse(name + " not found in datanode.");
  if (replica->block.generation_stamp < block.generation_stamp)
    return refuse(fmt::format("{} = storedGS < b.getGenerationStamp(), b={}",
                              replica->block.generation_stamp.value(), name));
  block.generation_stamp = replica->block.generation_stamp;
  TransferOrder order;
  if (replica->state == ReplicaState::kRbw) {
    order.stage = pb::OpWriteBlockProto::TRANSFER_RBW;
  } else if (replica->state == ReplicaState::kFinalized) {
    order.stage = pb::OpWriteBlockProto::TRANSFER_FINALIZED;
  } else {
    return refuse(fmt::format("{} is neither a RBW nor a Finalized, r={}", name,
                              to_text(replica->state)));
  }
  block.length_bytes = static_cast<std::uint64_t>(TRY(store.visible_length(block)));
  order.block = block;
  order.client_name = request.header().clientname();
  order.targets.assign(request.targets().begin(), request.targets().end());
  for (const auto type : request.targetstoragetypes())
    order.storage_types.push_back(static_cast<pb::StorageTypeProto>(type));
  order.storage_ids.assign(request.targetstorageids().begin(), request.targetstorageids().end());
  return order;
}

}  // namespace

Task<After> transfer_block(Conversation& conversation, const pb::OpTransferBlockProto& request) {
  const auto ready = conversation.check_pool(request.header().baseheader().block());
  if (!ready) throw ErrorException(ready.error());
  auto order = order_of(conversation.context.store, request);
  if (!order) throw ErrorException(order.error());
  if (!order->targets.empty()) {
    const auto sent = co_await transfer_replica(conversation.context, std::move(*order));
    if (!sent) throw ErrorException(sent.error());
  }
  co_await conversation.respond(pb::SUCCESS);
  co_return After::kClose;
}

}  // namespace mammoth::datanode
