// OP_READ_BLOCK (Hadoop: DataXceiver.readBlock).
//
//   client                        this datanode
//     Op READ_BLOCK ────────────────>
//     <──────────── BlockOpResponse (checksum, where the first packet starts)
//     <──────────── packets … the last one empty
//     ClientReadStatus ─────────────>          then the connection is free for the next operation
//
// A client that has enough simply closes the connection.
#include <fmt/format.h>

#include "common/async/deadline.h"
#include "common/base/log.h"
#include "common/transfer/checksum.h"
#include "datanode/transfer/convert.h"
#include "datanode/transfer/ops/ops.h"
#include "datanode/transfer/packet_sender.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

namespace {

std::string success_response(const ReplicaReader& reader) {
  pb::BlockOpResponseProto response;
  response.set_status(pb::SUCCESS);
  auto& info = *response.mutable_readopchecksuminfo();
  *info.mutable_checksum() = transfer::to_proto(reader.checksum());
  info.set_chunkoffset(reader.start());
  std::string bytes;
  transfer::append_delimited(bytes, response);
  return bytes;
}

SendPlan plan_of(const TransferOptions& options, const pb::CachingStrategyProto& caching) {
  SendPlan plan;
  plan.readahead_bytes = caching.has_readahead() ? static_cast<std::uint64_t>(std::max<std::int64_t>(
                                                       caching.readahead(), 0))
                                                 : options.readahead_bytes;
  plan.drop_behind =
      caching.has_dropbehind() ? caching.dropbehind() : options.drop_cache_behind_reads;
  plan.idle_limit = options.write_limit;
  return plan;
}

// The client's verdict, without which the connection is of no more use.
Task<After> read_status(Conversation& conversation) {
  try {
    co_await with_deadline(conversation.stream.read_delimited<pb::ClientReadStatusProto>(),
                           conversation.context.options.idle_limit);
    co_return After::kKeep;
  } catch (const DeadlineExceeded&) {
  } catch (const boost::system::system_error&) {
  } catch (const MalformedInput&) {
  }
  co_return After::kClose;
}

void count_read(const Conversation& conversation, std::uint64_t bytes) {
  TransferActivity* activity = conversation.context.activity;
  if (activity == nullptr) return;
  activity->bytes_read += bytes;
  if (conversation.is_local()) {
    ++activity->reads_local;
  } else {
    ++activity->reads_remote;
    activity->bytes_read_remote += bytes;
  }
}

}  // namespace

Task<After> read_block(Conversation& conversation, const pb::OpReadBlockProto& request) {
  const auto& proto = request.header().baseheader().block();
  const auto ready = conversation.check_pool(proto);
  if (!ready) throw ErrorException(ready.error());
  const auto block = to_block(proto);
  const ReplicaRange range{.offset = request.offset(),
                           .length = request.len(),
                           .with_checksums = request.sendchecksums()};
  auto reader = conversation.context.store.open_reader(block, range);
  if (!reader) {
    const auto message = fmt::format("opReadBlock {} received exception {}",
                                     to_text(proto.poolid(), block), reader.error().message);
    log::info("datanode", "{}", message);
    co_await conversation.respond(pb::ERROR, message);
    co_return After::kClose;
  }
  auto plan = plan_of(conversation.context.options, request.cachingstrategy());
  plan.preamble = success_response(*reader);
  co_await send_packets(conversation.stream, *reader, std::move(plan));
  count_read(conversation, reader->end() - reader->start());
  co_return co_await read_status(conversation);
}

}  // namespace mammoth::datanode
