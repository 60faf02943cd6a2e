#include "common/hdfs/hdfs_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "common/protocol/hdfs/client_namenode/files.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {
constexpr auto kFirstCompleteDelay = std::chrono::milliseconds(2);
constexpr auto kMaxCompleteDelay = std::chrono::milliseconds(1600);
constexpr auto kCompletePatience = std::chrono::seconds(30);
}  // namespace

HdfsWriter::HdfsWriter(std::shared_ptr<HdfsClient> client, File file,
                       std::optional<pb::LocatedBlockProto> last_block)
    : client_(std::move(client)),
      file_(std::move(file)),
      position_(file_.length_bytes),
      block_(std::move(last_block)),
      recovery_(client_, {file_.path, file_.file_id, file_.replication}),
      queue_(client_->settings.checksum, client_->settings.packet_bytes) {
  if (block_) {
    bytes_in_block_ = block_->b().numbytes();
    block_is_appended_ = true;
    flushed_ = true;
  }
  client_->lease_renewer->add(*this);
}

HdfsWriter::~HdfsWriter() {
  client_->lease_renewer->remove(*this);
}

// Runs one public operation: refused after close, answers the first failure for ever after it.
template <class Step>
Result<void> HdfsWriter::guarded(Step step) {
  const std::lock_guard lock(mutex_);
  if (state_ == State::kClosed) return Error{ErrorCode::kIo, "Stream is closed"};
  if (state_ == State::kFailed) return failure_;
  Result<void> result = step();
  if (!result) {
    state_ = State::kFailed;
    failure_ = result.error();
    pipeline_.reset();
  }
  return result;
}

void HdfsWriter::keep_alive() {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock || !pipeline_ || state_ != State::kOpen) return;
  if (std::chrono::steady_clock::now() - last_sent_ < client_->settings.socket_timeout / 2) return;
  try {
    pipeline_->send_heartbeat(queue_);
    last_sent_ = std::chrono::steady_clock::now();
  } catch (const PipelineFailure&) {
    // the next write finds the same, and recovers
  }
}

// Begins a packet where the last one ended, or where the chunk began that was flushed unfinished.
// After an append the first packet only completes the chunk that the file ended in.
void HdfsWriter::start_packet() {
  filling_ = queue_.take_builder();
  filling_offset_ = bytes_in_block_ - tail_.size();
  filling_->start(next_seqno_++, static_cast<std::int64_t>(filling_offset_));
  filling_->append(as_byte_view(tail_));
  tail_.clear();
}

Result<void> HdfsWriter::write(std::span<const std::byte> bytes) {
  return guarded([&]() -> Result<void> {
    const std::uint64_t chunk = client_->settings.checksum.bytes_per_checksum;
    while (!bytes.empty()) {
      if (!filling_) start_packet();
      std::uint64_t room =
          std::min<std::uint64_t>(filling_->capacity(), file_.block_size_bytes - filling_offset_);
      if (filling_offset_ % chunk != 0) room = std::min(room, chunk - filling_offset_ % chunk);
      const std::size_t count =
          std::min<std::uint64_t>(bytes.size(), room - filling_->data_bytes());
      filling_->append(bytes.first(count));
      bytes = bytes.subspan(count);
      bytes_in_block_ += count;
      position_ += count;
      if (filling_->data_bytes() == room) TRY(send_packet(false));
      if (bytes_in_block_ == file_.block_size_bytes) TRY(end_block());
    }
    return {};
  });
}

Result<void> HdfsWriter::send_packet(bool sync) {
  OutgoingPacket packet;
  packet.seqno = next_seqno_ - 1;
  packet.end_offset = bytes_in_block_;
  packet.frame = filling_->finish({.last_packet_in_block = false, .sync_block = sync});
  packet.builder = std::move(filling_);
  return transmit(std::move(packet));
}

Result<void> HdfsWriter::flush(bool sync) {
  if (filling_) {
    const std::uint64_t chunk = client_->settings.checksum.bytes_per_checksum;
    const std::uint64_t chunk_begin =
        std::max(filling_offset_, bytes_in_block_ - bytes_in_block_ % chunk);
    tail_ = as_text(filling_->data().subspan(chunk_begin - filling_offset_));
    TRY(send_packet(sync));
  } else if (sync && bytes_in_block_ > 0) {
    // nothing new, but what was sent before shall be on the disks
    auto builder = queue_.take_builder();
    builder->start(next_seqno_++, static_cast<std::int64_t>(bytes_in_block_));
    OutgoingPacket packet{nullptr,
                          builder->finish({.last_packet_in_block = false, .sync_block = true}),
                          next_seqno_ - 1, bytes_in_block_, false};
    packet.builder = std::move(builder);
    TRY(transmit(std::move(packet)));
  }
  TRY(wait_until_acknowledged());
  if (block_) flushed_ = true;
  if (!must_persist_) return {};
  must_persist_ = false;
  pb::FsyncRequestProto request;
  request.set_src(file_.path);
  request.set_client(client_->namenode.client_name());
  request.set_fileid(file_.file_id);
  TRY(client_->namenode.call<pb::FsyncResponseProto>("fsync", request));
  return {};
}

Result<void> HdfsWriter::hflush() {
  return guarded([&] { return flush(false); });
}

Result<void> HdfsWriter::hsync() {
  return guarded([&] { return flush(true); });
}

Result<void> HdfsWriter::close() {
  {
    const std::lock_guard lock(mutex_);
    if (state_ == State::kClosed) return {};
  }
  auto result = guarded([&]() -> Result<void> {
    if (filling_) TRY(send_packet(false));
    if (block_) TRY(end_block());
    TRY(complete());
    state_ = State::kClosed;
    return {};
  });
  client_->lease_renewer->remove(*this);
  return result;
}

// The NameNode answers false until enough DataNodes have reported the last block.
Result<void> HdfsWriter::complete() {
  pb::CompleteRequestProto request;
  request.set_src(file_.path);
  request.set_clientname(client_->namenode.client_name());
  request.set_fileid(file_.file_id);
  if (last_finished_) *request.mutable_last() = *last_finished_;
  const auto end = std::chrono::steady_clock::now() + kCompletePatience;
  for (Duration delay = kFirstCompleteDelay;;
       delay = std::min<Duration>(2 * delay, kMaxCompleteDelay)) {
    if (TRY(client_->namenode.call<pb::CompleteResponseProto>("complete", request)).result())
      return {};
    if (std::chrono::steady_clock::now() > end)
      return Error{
          ErrorCode::kIo,
          fmt::format("Unable to close file because the last block {} does not have enough number "
                      "of replicas.",
                      last_finished_ ? fmt::format("blk_{}", last_finished_->blockid()) : "")};
    std::this_thread::sleep_for(delay);
  }
}

}  // namespace mammoth::hdfs
