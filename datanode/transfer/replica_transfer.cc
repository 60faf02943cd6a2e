#include "datanode/transfer/replica_transfer.h"

#include <fmt/format.h>

#include "common/async/deadline.h"
#include "common/base/log.h"
#include "common/net/dialer.h"
#include "common/transfer/checksum.h"
#include "datanode/transfer/convert.h"
#include "datanode/transfer/packet_sender.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

namespace {

// The node that is dialled is no target of its own request.
pb::OpWriteBlockProto write_request(const TransferContext& context, const TransferOrder& order,
                                    const DataChecksum& checksum) {
  pb::OpWriteBlockProto request;
  auto& header = *request.mutable_header();
  header.set_clientname(order.client_name);
  *header.mutable_baseheader()->mutable_block() =
      to_extended(context.store.pool_id(), order.block);
  for (std::size_t i = 1; i < order.targets.size(); ++i) *request.add_targets() = order.targets[i];
  if (!order.storage_types.empty()) request.set_storagetype(order.storage_types[0]);
  for (std::size_t i = 1; i < order.storage_types.size(); ++i)
    request.add_targetstoragetypes(order.storage_types[i]);
  if (!order.storage_ids.empty()) request.set_storageid(order.storage_ids[0]);
  for (std::size_t i = 1; i < order.storage_ids.size(); ++i)
    request.add_targetstorageids(order.storage_ids[i]);
  if (const auto own = context.registration.id()) *request.mutable_source()->mutable_id() = *own;
  request.set_stage(order.stage);
  request.set_pipelinesize(0);
  request.set_minbytesrcvd(0);
  request.set_maxbytesrcvd(0);
  request.set_latestgenerationstamp(0);
  *request.mutable_requestedchecksum() = transfer::to_proto(checksum);
  request.mutable_cachingstrategy()->set_dropbehind(true);
  return request;
}

}  // namespace

Task<Result<void>> transfer_replica(const TransferContext& context, TransferOrder order) {
  const auto& options = context.options;
  const auto& target = order.targets.at(0).id();
  const ReplicaRange range{.length = order.block.length_bytes};
  ReplicaReader reader = CO_TRY(context.store.open_reader(order.block, range));
  auto socket = co_await dial(transfer_address(target, options.use_hostnames), options.idle_limit);
  transfer::PacketStream stream(std::move(socket), 4u << 10);
  SendPlan plan{.readahead_bytes = options.readahead_bytes,
                .drop_behind = true,
                .idle_limit = options.write_limit};
  plan.preamble = transfer::encode_op(transfer::Opcode::kWriteBlock,
                                      write_request(context, order, reader.checksum()));
  co_await send_packets(stream, reader, std::move(plan));
  log::info("datanode", "Transmitted {} (numBytes={}) to {}", to_text(order.block),
            order.block.length_bytes, transfer_name(target));
  if (order.client_name.empty()) co_return Result<void>();

  const auto limit = options.idle_limit * static_cast<int>(order.targets.size());
  const auto closed = co_await with_deadline(stream.read_delimited<pb::DNTransferAckProto>(), limit);
  if (closed.status() != pb::SUCCESS)
    co_return Error{ErrorCode::kIo, fmt::format("Bad connect ack, targets={} status={}",
                                                transfer_name(target),
                                                pb::Status_Name(closed.status()))};
  co_return Result<void>();
}

}  // namespace mammoth::datanode
