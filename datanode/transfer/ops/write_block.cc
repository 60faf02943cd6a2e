// OP_WRITE_BLOCK (Hadoop: DataXceiver.writeBlock, BlockReceiver).
//
//   client or datanode            this datanode                 next datanode
//     Op WRITE_BLOCK ───────────────> open the replica
//                                     Op WRITE_BLOCK ───────────────>
//                                     <─────────── BlockOpResponse
//     <─────────── BlockOpResponse
//     packets ──────────────────────> … ────────────────────────────>
//     <──────────────────────── acks                                     pipeline/pipeline.h
//
// A copy between datanodes (empty client name) has neither answers nor acks; the copy of a replica that
// is being written (stages TRANSFER_…) is answered once, at its end.
#include <fmt/format.h>

#include "common/async/deadline.h"
#include "common/base/log.h"
#include "common/transfer/checksum.h"
#include "datanode/transfer/convert.h"
#include "datanode/transfer/ops/ops.h"
#include "datanode/transfer/pipeline/ack_relay.h"
#include "datanode/transfer/pipeline/packet_relay.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;
using Stage = pb::OpWriteBlockProto::BlockConstructionStage;

namespace {

class WriteBlock {
 public:
  WriteBlock(Conversation& conversation, const pb::OpWriteBlockProto& request)
      : conversation_(conversation),
        context_(conversation.context),
        request_(request),
        block_(to_block(request.header().baseheader().block())),
        stage_(request.stage()),
        is_client_(!request.header().clientname().empty()),
        is_transfer_(stage_ == pb::OpWriteBlockProto::TRANSFER_RBW ||
                     stage_ == pb::OpWriteBlockProto::TRANSFER_FINALIZED) {}

  Task<> run() {
    if (is_transfer_ && request_.targets_size() > 0)
      throw ErrorException({ErrorCode::kIo, fmt::format("{} does not support multiple targets",
                                                        stage_name())});
    log::info("datanode", "Receiving {} src: {} dest: {}", to_text(context_.store.pool_id(), block_),
              conversation_.remote, conversation_.local);
    open_replica();
    pb::BlockOpResponseProto answer;
    answer.set_status(pb::SUCCESS);
    answer.set_firstbadlink("");
    if (request_.targets_size() > 0) co_await open_mirror(answer);
    if (is_client_ && !is_transfer_) co_await conversation_.stream.write_delimited(answer);
    if (mirror_failure_ && is_client_) throw ErrorException(*mirror_failure_);
    if (replica_) co_await receive();
    if (is_transfer_) co_await conversation_.respond(pb::SUCCESS);
  }

 private:
  const std::string& stage_name() const {
    return pb::OpWriteBlockProto::BlockConstructionStage_Name(stage_);
  }

  bool closes_only() const {
    return is_client_ && stage_ == pb::OpWriteBlockProto::PIPELINE_CLOSE_RECOVERY;
  }

  WriteRequest write_request() const {
    WriteRequest write;
    write.block = block_;
    if (write.block.length_bytes == 0)
      write.block.length_bytes = context_.options.estimated_block_bytes;
    write.new_stamp = GenerationStamp{request_.latestgenerationstamp()};
    write.min_bytes = request_.minbytesrcvd();
    write.max_bytes = request_.maxbytesrcvd();
    write.storage_type = to_storage_type(request_.storagetype());
    write.checksum = transfer::from_proto(request_.requestedchecksum());
    write.is_transfer = is_transfer_;
    write.writer = conversation_.writer;
    return write;
  }

  ReplicaStore::WriterResult open_by_stage(WriteRequest write) {
    auto& store = context_.store;
    if (!is_client_ || is_transfer_) return store.create_temporary(write);
    switch (stage_) {
      case pb::OpWriteBlockProto::PIPELINE_SETUP_CREATE:
        if (write.new_stamp.value() != 0) write.block.generation_stamp = write.new_stamp;
        return store.create_rbw(write);
      case pb::OpWriteBlockProto::PIPELINE_SETUP_STREAMING_RECOVERY:
        return store.recover_rbw(write);
      case pb::OpWriteBlockProto::PIPELINE_SETUP_APPEND:
        return store.append(write);
      case pb::OpWriteBlockProto::PIPELINE_SETUP_APPEND_RECOVERY:
        return store.recover_append(write);
      default:
        return Error{ErrorCode::kIo, fmt::format("Unsupported stage {} while receiving block {}",
                                                 stage_name(), to_text(block_))};
    }
  }

  void open_replica() {
    if (closes_only()) {
      const auto closed = context_.store.recover_close(write_request());
      if (!closed) throw ErrorException(closed.error());
      context_.events.received(closed->block, *context_.store.volumes().at(closed->volume), {});
      return;
    }
    auto opened = open_by_stage(write_request());
    if (!opened) throw ErrorException(opened.error());
    replica_ = std::move(*opened);
    const bool is_reported = is_client_ && !is_transfer_ &&
                             stage_ != pb::OpWriteBlockProto::PIPELINE_SETUP_STREAMING_RECOVERY;
    if (is_reported) context_.events.receiving(replica_->replica().block, replica_->volume());
  }

  // Fills in what the client is told of the nodes further down.
  Task<> open_mirror(pb::BlockOpResponseProto& answer) {
    try {
      mirror_ = co_await Mirror::open(context_, request_);
      if (is_client_) {
        const auto connected = co_await mirror_->read_connect_ack();
        answer.set_status(connected.status());
        answer.set_firstbadlink(connected.firstbadlink());
      }
      co_return;
    } catch (const DeadlineExceeded& e) {
      mirror_failure_ = Error{ErrorCode::kSocketTimeout, e.what()};
    } catch (const boost::system::system_error& e) {
      mirror_failure_ = Error{ErrorCode::kConnect, e.code().message()};
    } catch (const MalformedInput& e) {
      mirror_failure_ = Error{ErrorCode::kIo, e.what()};
    }
    mirror_.reset();
    const auto name = transfer_name(request_.targets(0).id());
    answer.set_status(pb::ERROR);
    answer.set_firstbadlink(name);
    mirror_failure_->message =
        fmt::format("Exception transferring {} to mirror {}: {}{}", to_text(block_), name,
                    mirror_failure_->message, is_client_ ? "" : ", continuing without the mirror");
    if (!is_client_) log::info("datanode", "{}", mirror_failure_->message);
  }

  PipelineRules rules() const {
    const auto& options = context_.options;
    PipelineRules rules;
    rules.wire_checksum = transfer::from_proto(request_.requestedchecksum());
    rules.acknowledges = is_client_ && !is_transfer_;
    rules.recomputes_checksums = rules.wire_checksum != replica_->checksum();
    rules.verifies = !mirror_ || !is_client_ || rules.recomputes_checksums;
    const auto& caching = request_.cachingstrategy();
    rules.drop_behind = caching.has_dropbehind() ? caching.dropbehind()
                                                 : options.drop_cache_behind_writes;
    rules.sync_behind = options.sync_behind_writes;
    return rules;
  }

  Task<> receive() {
    Pipeline pipeline{.conversation = conversation_,
                      .upstream = conversation_.stream,
                      .replica = *replica_,
                      .mirror = mirror_.get(),
                      .rules = rules(),
                      .changed = Event(conversation_.stream.socket().get_executor())};
    if (pipeline.mirror && pipeline.rules.acknowledges) {
      co_await both(relay_packets(pipeline), relay_acks(pipeline));
    } else {
      co_await relay_packets(pipeline);
    }
    if (!pipeline.rules.acknowledges) finish_copy(pipeline);
  }

  void finish_copy(Pipeline& pipeline) {
    if (stage_ == pb::OpWriteBlockProto::TRANSFER_RBW) {
      const auto converted = context_.store.convert_to_rbw(*replica_, block_.length_bytes);
      if (!converted) throw ErrorException(converted.error());
    } else if (is_transfer_) {
      const auto finalized = context_.store.finalize(*replica_, pipeline.syncs_names);
      if (!finalized) throw ErrorException(finalized.error());
    } else {
      pipeline.finalize(/*hold=*/false);
    }
  }

  Conversation& conversation_;
  const TransferContext& context_;
  const pb::OpWriteBlockProto& request_;
  const Block block_;
  const Stage stage_;
  const bool is_client_;
  const bool is_transfer_;
  std::unique_ptr<ReplicaWriter> replica_;  // none when a pipeline is only closed
  std::unique_ptr<Mirror> mirror_;
  std::optional<Error> mirror_failure_;
};

}  // namespace

Task<After> write_block(Conversation& conversation, const pb::OpWriteBlockProto& request) {
  const auto ready = conversation.check_pool(request.header().baseheader().block());
  if (!ready) throw ErrorException(ready.error());
  WriteBlock write(conversation, request);
  co_await write.run();
  if (TransferActivity* activity = conversation.context.activity)
    ++(conversation.is_local() ? activity->writes_local : activity->writes_remote);
  co_return After::kClose;
}

}  // namespace mammoth::datanode
