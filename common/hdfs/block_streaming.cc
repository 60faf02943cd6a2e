// HdfsWriter's way from packets to acknowledged blocks.
#include <fmt/format.h>

#include <thread>

#include "common/base/check.h"
#include "common/base/log.h"
#include "common/hdfs/hdfs_writer.h"
#include "common/protocol/hdfs/client_namenode/blocks.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

Result<void> HdfsWriter::prepare_pipeline() {
  if (pipeline_) return {};
  if (!block_) return open_block();
  check(block_is_appended_, "a block without a pipeline");
  block_is_appended_ = false;
  PipelineSetup setup;
  setup.stage = pb::OpWriteBlockProto::PIPELINE_SETUP_APPEND;
  setup.min_bytes_received = setup.max_bytes_received = block_->b().numbytes();
  pipeline_ = TRY(recovery_.recover(*block_, setup, std::nullopt, true));
  return {};
}

Result<void> HdfsWriter::transmit(OutgoingPacket packet) {
  TRY(prepare_pipeline());
  queue_.push(std::move(packet));
  try {
    pipeline_->wait_for_acks(queue_, client_->settings.max_packets_in_flight);
    // recover() sends everything that is queued, this packet too
    pipeline_->send(queue_.unacked().back(), queue_);
    last_sent_ = std::chrono::steady_clock::now();
  } catch (const PipelineFailure& failure) {
    log::warn("client", "writing {}: {}", file_.path, failure.what());
    return recover(failure.node_index);
  }
  return {};
}

Result<void> HdfsWriter::wait_until_acknowledged() {
  while (pipeline_ && !queue_.empty()) {
    try {
      pipeline_->wait_for_acks(queue_, 0);
    } catch (const PipelineFailure& failure) {
      log::warn("client", "writing {}: {}", file_.path, failure.what());
      TRY(recover(failure.node_index));
    }
  }
  return {};
}

// A new pipeline without the failed node, and everything unacknowledged sent through it.
Result<void> HdfsWriter::recover(std::size_t failed_node) {
  for (;;) {
    PipelineSetup setup;
    const bool closing = queue_.size() == 1 && queue_.unacked().front().last_in_block;
    setup.stage = closing ? pb::OpWriteBlockProto::PIPELINE_CLOSE_RECOVERY
                          : pb::OpWriteBlockProto::PIPELINE_SETUP_STREAMING_RECOVERY;
    setup.min_bytes_received = pipeline_->acknowledged_bytes();
    setup.max_bytes_received =
        queue_.empty() ? bytes_in_block_ : queue_.unacked().back().end_offset;
    pipeline_.reset();
    pipeline_ = TRY(recovery_.recover(*block_, setup, failed_node, flushed_));
    if (closing) {
      // the recovery itself finalized the replicas
      queue_.acknowledge_front();
      return {};
    }
    try {
      resend();
      return {};
    } catch (const PipelineFailure& failure) {
      log::warn("client", "writing {}: {}", file_.path, failure.what());
      failed_node = failure.node_index;
    }
  }
}

void HdfsWriter::resend() {
  std::int64_t next = queue_.empty() ? next_seqno_ : queue_.unacked().front().seqno;
  for (;;) {
    // acknowledgements shorten the queue while it is being sent
    const auto& waiting = queue_.unacked();
    const auto it = std::find_if(waiting.begin(), waiting.end(),
                                 [&](const auto& p) { return p.seqno >= next; });
    if (it == waiting.end()) return;
    next = it->seqno + 1;
    pipeline_->send(*it, queue_);
  }
}

namespace {

Result<pb::LocatedBlockProto> add_block(NamenodeProxy& namenode, const ClientSettings& settings,
                                        const pb::AddBlockRequestProto& request) {
  auto delay = settings.locate_following_block_delay;
  for (int left = settings.locate_following_block_retries;; --left, delay *= 2) {
    auto answer = namenode.call<pb::AddBlockResponseProto>("addBlock", request);
    if (answer) return std::move(*answer->mutable_block());
    if (answer.error().code != ErrorCode::kNotReplicatedYet || left == 0) return answer.error();
    std::this_thread::sleep_for(delay);
  }
}

}  // namespace

Result<void> HdfsWriter::open_block() {
  for (int attempt = 0; attempt <= client_->settings.block_write_retries; ++attempt) {
    pb::AddBlockRequestProto request;
    request.set_src(file_.path);
    request.set_clientname(client_->namenode.client_name());
    request.set_fileid(file_.file_id);
    if (last_finished_) *request.mutable_previous() = *last_finished_;
    for (const auto& node : excluded_nodes_) *request.add_excludenodes() = node;
    auto block = TRY(add_block(client_->namenode, client_->settings, request));
    try {
      pipeline_ = std::make_unique<Pipeline>(*client_->datanodes, block, PipelineSetup{},
                                             client_->namenode.client_name(), client_->settings);
      block_ = std::move(block);
      must_persist_ = true;
      flushed_ = false;
      recovery_.start_block();
      return {};
    } catch (const PipelineFailure& failure) {
      log::warn("client", "setting up a pipeline for {}: {}; abandoning blk_{}", file_.path,
                failure.what(), block.b().blockid());
      if (failure.node_index < static_cast<std::size_t>(block.locs_size()))
        excluded_nodes_.push_back(block.locs(static_cast<int>(failure.node_index)));
    }
    pb::AbandonBlockRequestProto abandon;
    *abandon.mutable_b() = block.b();
    abandon.set_src(file_.path);
    abandon.set_holder(client_->namenode.client_name());
    abandon.set_fileid(file_.file_id);
    TRY(client_->namenode.call<pb::AbandonBlockResponseProto>("abandonBlock", abandon));
  }
  return Error{ErrorCode::kIo, "Unable to create new block."};
}

// The empty last packet makes the DataNodes finalize their replicas. It is sent when all data has
// been acknowledged, so that a recovery from there on has only to repeat that.
Result<void> HdfsWriter::end_block() {
  TRY(prepare_pipeline());
  TRY(wait_until_acknowledged());
  auto builder = queue_.take_builder();
  builder->start(next_seqno_++, static_cast<std::int64_t>(bytes_in_block_));
  OutgoingPacket packet{nullptr,
                        builder->finish({.last_packet_in_block = true, .sync_block = false}),
                        next_seqno_ - 1, bytes_in_block_, true};
  packet.builder = std::move(builder);
  TRY(transmit(std::move(packet)));
  TRY(wait_until_acknowledged());
  pipeline_.reset();
  last_finished_ = block_->b();
  last_finished_->set_numbytes(bytes_in_block_);
  block_.reset();
  bytes_in_block_ = 0;
  next_seqno_ = 0;
  tail_.clear();
  return {};
}

}  // namespace mammoth::hdfs
