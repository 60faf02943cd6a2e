// OP_REPLACE_BLOCK (Hadoop: DataXceiver.replaceBlock).
//
//   balancer                  this datanode                 source of the replica
//     Op REPLACE_BLOCK ──────────> Op COPY_BLOCK ─────────────────>
//                                  <───────────── BlockOpResponse, packets
//     <── IN_PROGRESS, now and then
//     <───────────── BlockOpResponse           tells the NameNode to drop the replica of `delHint`
#include <fmt/format.h>

#include "common/async/deadline.h"
#include "common/base/log.h"
#include "common/net/dialer.h"
#include "common/transfer/checksum.h"
#include "datanode/transfer/convert.h"
#include "datanode/transfer/ops/ops.h"
#include "datanode/transfer/pipeline/packet_relay.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

namespace {

class ReplaceBlock {
 public:
  ReplaceBlock(Conversation& conversation, const pb::OpReplaceBlockProto& request)
      : conversation_(conversation),
        context_(conversation.context),
        request_(request),
        block_(to_block(request.header().block())) {}

  // Refused, or the replica is here.
  Task<Result<void>> run() {
    const auto own = context_.registration.id();
    if (own && own->datanodeuuid() == request_.source().id().datanodeuuid())
      co_return Error{ErrorCode::kUnsupportedOperation,
                      "moving a replica between the storages of one DataNode is not supported"};
    auto source = co_await ask_source();
    const auto copied = co_await with_deadline(
        source.read_delimited<pb::BlockOpResponseProto>(), context_.options.idle_limit);
    CO_TRY(transfer::check_block_op_response(
        copied, fmt::format("copy block {} from {}", to_text(context_.store.pool_id(), block_),
                            transfer_name(request_.source().id()))));
    CO_TRY(open_replica(transfer::from_proto(copied.readopchecksuminfo().checksum())));
    co_await receive(source);
    co_return co_await finish(source);
  }

 private:
  Task<transfer::PacketStream> ask_source() {
    const auto& options = context_.options;
    auto socket = co_await dial(transfer_address(request_.source().id(), options.use_hostnames),
                                options.idle_limit);
    transfer::PacketStream source(std::move(socket));
    pb::OpCopyBlockProto copy;
    *copy.mutable_header() = request_.header();
    co_await source.write_op(transfer::Opcode::kCopyBlock, copy);
    co_return source;
  }

  Result<void> open_replica(const DataChecksum& checksum) {
    WriteRequest write;
    write.block = block_;
    write.block.length_bytes = context_.options.estimated_block_bytes;
    write.storage_type = to_storage_type(request_.storagetype());
    write.checksum = checksum;
    write.writer = conversation_.writer;
    replica_ = TRY(context_.store.create_temporary(write));
    return {};
  }

  Task<> receive(transfer::PacketStream& source) {
    PipelineRules rules;
    rules.acknowledges = false;
    rules.wire_checksum = replica_->checksum();
    rules.drop_behind = true;
    rules.throttler = &context_.balance;
    rules.report_progress = [this] { return report_progress(); };
    Pipeline pipeline{.conversation = conversation_,
                      .upstream = source,
                      .replica = *replica_,
                      .rules = rules,
                      .changed = Event(source.socket().get_executor())};
    co_await relay_packets(pipeline);
  }

  Task<> report_progress() {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_report_ < context_.options.idle_limit / 2) co_return;
    last_report_ = now;
    co_await conversation_.respond(pb::IN_PROGRESS);
  }

  Task<Result<void>> finish(transfer::PacketStream& source) {
    const Replica finalized = CO_TRY(context_.store.finalize(*replica_, /*sync_names=*/false));
    context_.events.received(finalized.block, replica_->volume(), request_.delhint());
    log::info("datanode", "Moved {} from {}, delHint={}", to_text(finalized.block),
              conversation_.remote, request_.delhint());
    try {
      co_await with_deadline(wait_for_release(source), context_.options.idle_limit);
    } catch (const boost::system::system_error&) {
      // The source has finished either way.
    } catch (const DeadlineExceeded&) {
    }
    co_return Result<void>();
  }

  static Task<> wait_for_release(transfer::PacketStream& source) { co_await source.read(2); }

  Conversation& conversation_;
  const TransferContext& context_;
  const pb::OpReplaceBlockProto& request_;
  const Block block_;
  std::unique_ptr<ReplicaWriter> replica_;
  std::chrono::steady_clock::time_point last_report_ = std::chrono::steady_clock::now();
};

}  // namespace

Task<After> replace_block(Conversation& conversation, const pb::OpReplaceBlockProto& request) {
  const auto& proto = request.header().block();
  const auto ready = conversation.check_pool(proto);
  if (!ready) throw ErrorException(ready.error());
  auto& throttler = conversation.context.balance;
  const auto place = throttler.acquire();
  if (!place) {
    const auto message =
        fmt::format("Not able to receive block {} from {} because threads quota={} is exceeded.",
                    proto.blockid(), conversation.remote, throttler.max_moves());
    log::warn("datanode", "{}", message);
    co_await conversation.respond(pb::ERROR, message);
    co_return After::kClose;
  }
  ReplaceBlock replace(conversation, request);
  std::string failure;
  try {
    const auto replaced = co_await replace.run();
    if (!replaced) failure = replaced.error().message;
  } catch (const DiskError& e) {
    conversation.context.store.suspect(e);
    failure = e.what();
  } catch (const std::exception& e) {
    failure = failure_text(e);
  }
  if (!failure.empty()) {
    failure = fmt::format("opReplaceBlock {} received exception {}",
                          to_text(proto.poolid(), to_block(proto)), failure);
    log::info("datanode", "{}", failure);
  }
  co_await conversation.respond(failure.empty() ? pb::SUCCESS : pb::ERROR, failure);
  co_return After::kClose;
}

}  // namespace mammoth::datanode
