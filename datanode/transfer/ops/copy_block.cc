// OP_COPY_BLOCK (Hadoop: DataXceiver.copyBlock): the answer to another datanode's replace_block. Ends
// with two bytes that say that the place among the moves is free again.
#include <fmt/format.h>

#include "common/base/log.h"
#include "common/transfer/checksum.h"
#include "datanode/transfer/convert.h"
#include "datanode/transfer/ops/ops.h"
#include "datanode/transfer/packet_sender.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

namespace {

constexpr std::string_view kDone{"\0d", 2};

}  // namespace

Task<After> copy_block(Conversation& conversation, const pb::OpCopyBlockProto& request) {
  const auto& proto = request.header().block();
  const auto ready = conversation.check_pool(proto);
  if (!ready) throw ErrorException(ready.error());
  auto& throttler = conversation.context.balance;
  const auto block = to_block(proto);
  {
    const auto place = throttler.acquire();
    if (!place) {
      const auto message =
          fmt::format("Not able to copy block {} to {} because threads quota={} is exceeded.",
                      block.id.value(), conversation.remote, throttler.max_moves());
      log::info("datanode", "{}", message);
      co_await conversation.respond(pb::ERROR, message);
      co_return After::kClose;
    }
    const ReplicaRange everything;
    auto reader = conversation.context.store.open_reader(block, everything);
    if (!reader) throw ErrorException(reader.error());
    pb::BlockOpResponseProto response;
    response.set_status(pb::SUCCESS);
    auto& info = *response.mutable_readopchecksuminfo();
    *info.mutable_checksum() = transfer::to_proto(reader->checksum());
    info.set_chunkoffset(reader->start());
    SendPlan plan{.readahead_bytes = conversation.context.options.readahead_bytes,
                  .drop_behind = true,
                  .throttler = &throttler,
                  .idle_limit = conversation.context.options.write_limit};
    transfer::append_delimited(plan.preamble, response);
    co_await send_packets(conversation.stream, *reader, std::move(plan));
    log::info("datanode", "Copied {} to {}", to_text(proto.poolid(), block), conversation.remote);
  }
  co_await conversation.stream.write(as_byte_view(kDone));
  co_return After::kClose;
}

}  // namespace mammoth::datanode
