#include "datanode/transfer/pipeline/packet_relay.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "common/base/log.h"

namespace mammoth::datanode {
namespace {

using transfer::PacketView;
using transfer::PipelineAck;
using transfer::Status;

constexpr std::uint64_t kCacheWindowBytes = 8u << 20;  // behind which written data may be dropped
constexpr std::size_t kMaxBatch = 64;

class PacketRelay {
 public:
  explicit PacketRelay(Pipeline& pipeline)
      : pipeline_(pipeline),
        rules_(pipeline.rules),
        replica_(pipeline.replica),
        idle_(pipeline.upstream.socket().get_executor(),
              pipeline.conversation.context.options.idle_limit) {}

  Task<> run() { co_await idle_.guard(relay_all()); }

 private:
  Task<> relay_all() {
    while (!received_last_) {
      co_await receive_batch();
      idle_.touch();
      co_await pass_on();
      const bool sound = take_batch();
      co_await acknowledge();
      if (!sound) throw ErrorException({ErrorCode::kChecksum, "Terminating due to a checksum error."});
      manage_cache();
      if (rules_.report_progress) co_await rules_.report_progress();
      if (rules_.throttler) co_await rules_.throttler->pass(batch_data_bytes());
    }
  }

  // At least one packet, and all others that have arrived.
  Task<> receive_batch() {
    batch_.clear();
    batch_.push_back(co_await pipeline_.upstream.read_packet());
    while (!batch_.back().header.last_packet_in_block && batch_.size() < kMaxBatch) {
      const auto next = pipeline_.upstream.buffered_packet();
      if (!next) break;
      batch_.push_back(*next);
    }
  }

  std::uint64_t batch_data_bytes() const {
    std::uint64_t bytes = 0;
    for (const auto& packet : batch_) bytes += packet.data.size();
    return bytes;
  }

  // The frames lie one behind the other in the buffer.
  Task<> pass_on() {
    const auto mirror = pipeline_.mirror;
    if (!mirror || mirror->failed()) co_return;
    const auto* const begin = batch_.front().frame.data();
    const auto* const end = batch_.back().frame.data() + batch_.back().frame.size();
    const ByteView frames(begin, end);
    try {
      co_await mirror->stream().write(frames);
    } catch (const boost::system::system_error& e) {
      if (e.code() == asio::error::operation_aborted && !mirror->failed()) throw;
      log::info("datanode", "Exception writing {} to mirror {}: {}",
                to_text(replica_.replica().block), mirror->name(), e.code().message());
      mirror->fail();
    }
  }

  // Verifies and writes; the acks due are in acks_. False when a checksum does not fit: what came
  // before it is taken, it and what follows is not.
  bool take_batch() {
    acks_.clear();
    bool sound = true;
    for (const auto& packet : batch_) {
      sound = take(packet);
      acks_.push_back({.seqno = packet.header.seqno,
                       .end_offset = packet.end_offset(),
                       .is_last = packet.header.last_packet_in_block,
                       .status = sound ? Status::SUCCESS : Status::ERROR_CHECKSUM,
                       .passed_on = std::chrono::steady_clock::now()});
      if (!sound) break;
    }
    replica_.flush();
    return sound;
  }

  void count(const PacketView& packet) {
    TransferActivity* activity = pipeline_.conversation.context.activity;
    if (activity == nullptr) return;
    ++activity->packets_received;
    activity->bytes_written += packet.data.size();
    if (!is_local_) activity->bytes_written_remote += packet.data.size();
    if (packet.header.sync_block) ++activity->syncs;
  }

  bool take(const PacketView& packet) {
    const auto& header = packet.header;
    count(packet);
    if (header.last_packet_in_block) {
      received_last_ = true;
      pipeline_.syncs_names = header.sync_block;
    } else if (!packet.data.empty()) {
      if (!packet.checksums.empty()) {
        transfer::check_checksums_length(packet, rules_.wire_checksum);
        if (rules_.verifies && rules_.wire_checksum.verify(packet.data, packet.checksums)) {
          log::warn("datanode", "Checksum error in block {} from {}, specific offsets are: "
                    "offsetInBlock = {}", to_text(replica_.replica().block),
                    pipeline_.conversation.remote, header.offset_in_block);
          return false;
        }
      }
      const auto checksums = rules_.recomputes_checksums ? ByteView() : packet.checksums;
      const auto written = replica_.write(static_cast<std::uint64_t>(header.offset_in_block),
                                          packet.data, checksums);
      if (!written) throw ErrorException(written.error());
    }
    if (header.sync_block) replica_.sync();
    return true;
  }

  Task<> acknowledge() {
    if (!rules_.acknowledges) co_return;
    if (!pipeline_.mirror) co_return co_await answer_upstream();
    if (pipeline_.mirror->failed()) co_return;  // upstream has been told, and waits for nothing
    while (pipeline_.awaited.size() >= Pipeline::kMaxAwaited) co_await pipeline_.changed.wait();
    pipeline_.awaited.insert(pipeline_.awaited.end(), acks_.begin(), acks_.end());
    pipeline_.changed.notify();
  }

  Task<> answer_upstream() {
    if (received_last_ && acks_.back().status == Status::SUCCESS) pipeline_.finalize(/*hold=*/true);
    std::string bytes;
    for (const auto& ack : acks_) {
      const PipelineAck answer{.seqno = ack.seqno, .replies = {{.status = ack.status}}};
      transfer::append_delimited(bytes, transfer::to_proto(answer));
      if (ack.status == Status::SUCCESS) replica_.progress()->set_acknowledged(ack.end_offset);
    }
    co_await pipeline_.upstream.write(as_byte_view(bytes));
  }

  void manage_cache() {
    const auto written = replica_.length_bytes();
    if (written < managed_ + kCacheWindowBytes) return;
    if (rules_.sync_behind) replica_.hint(CacheHint::kWriteBack, managed_, written - managed_);
    if (rules_.drop_behind && managed_ > kCacheWindowBytes)
      replica_.hint(CacheHint::kDontNeed, 0, managed_ - kCacheWindowBytes);
    managed_ = written;
  }

  Pipeline& pipeline_;
  const PipelineRules& rules_;
  ReplicaWriter& replica_;
  IdleLimit idle_;
  const bool is_local_ = pipeline_.conversation.is_local();
  std::vector<PacketView> batch_;  // views into the upstream's buffer
  std::vector<AwaitedAck> acks_;
  bool received_last_ = false;
  std::uint64_t managed_ = 0;
};

}  // namespace

Task<> relay_packets(Pipeline& pipeline) {
  PacketRelay relay(pipeline);
  co_await relay.run();
}

}  // namespace mammoth::datanode
