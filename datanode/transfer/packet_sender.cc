#include "datanode/transfer/packet_sender.h"

#include <algorithm>
#include <cerrno>
#include <vector>

namespace mammoth::datanode {
namespace {

using transfer::PacketHeader;

// Data of a packet. Larger ones save no more; smaller ones cost a system call and a checksum read each.
constexpr std::uint64_t kPacketDataBytes = 512u << 10;
// Reads shorter than this are taken for random ones: nothing is read ahead or dropped.
constexpr std::uint64_t kLongReadBytes = 256u << 10;
constexpr std::uint64_t kDropBytes = 1u << 20;

class PacketSender {
 public:
  PacketSender(transfer::PacketStream& stream, ReplicaReader& reader, SendPlan plan)
      : stream_(stream),
        reader_(reader),
        plan_(std::move(plan)),
        idle_(stream.socket().get_executor(), plan_.idle_limit),
        is_long_(reader.end() - reader.start() > kLongReadBytes) {
    const auto chunk = reader.checksum().bytes_per_checksum;
    packet_bytes_ = std::max<std::uint64_t>(kPacketDataBytes / chunk, 1) * chunk;
  }

  Task<> send() { co_await idle_.guard(send_all()); }

 private:
  Task<> send_all() {
    offset_ = dropped_ = ahead_ = reader_.start();
    prefix_ = std::move(plan_.preamble);
    while (offset_ < reader_.end()) {
      manage_cache();
      const auto length = std::min(packet_bytes_, reader_.end() - offset_);
      begin_packet(length);
      co_await send_data(length);
      prefix_.clear();
      offset_ += length;
      ++seqno_;
      idle_.touch();
      if (plan_.throttler) co_await plan_.throttler->pass(length);
    }
    append_header(0, true, 0);
    co_await stream_.write(as_byte_view(prefix_));
    manage_cache();
  }

  void append_header(std::uint64_t length, bool last, std::size_t checksums_bytes) {
    const PacketHeader header{.offset_in_block = static_cast<std::int64_t>(offset_),
                              .seqno = seqno_,
                              .data_bytes = static_cast<std::int32_t>(length),
                              .last_packet_in_block = last};
    prefix_ += transfer::encode_packet_header(header, checksums_bytes);
  }

  // Header and checksums, to go before the data.
  void begin_packet(std::uint64_t length) {
    const auto checksums_bytes = reader_.checksum().checksums_bytes(length);
    append_header(length, false, checksums_bytes);
    const auto begin = prefix_.size();
    prefix_.resize(begin + checksums_bytes);
    reader_.read_checksums(offset_, length,
                           std::as_writable_bytes(std::span(prefix_)).subspan(begin));
  }

  Task<> send_data(std::uint64_t length) {
    const auto handle = reader_.data().native_handle();
    if (handle < 0) {
      std::vector<std::byte> data(length);
      if (reader_.data().read_at(offset_, data) < length) throw DiskError(EIO, "read", name());
      const ByteView pieces[] = {as_byte_view(prefix_), data};
      co_await stream_.write_pieces(pieces);
      co_return;
    }
    try {
      co_await stream_.write_file(as_byte_view(prefix_), handle, offset_, length);
    } catch (const boost::system::system_error& e) {
      if (e.code() != boost::system::errc::io_error) throw;
      throw DiskError(EIO, "read", name());
    }
  }

  void manage_cache() {
    if (!is_long_) return;
    auto& data = reader_.data();
    if (plan_.readahead_bytes > 0 && offset_ + plan_.readahead_bytes / 2 >= ahead_ &&
        ahead_ < reader_.end()) {
      data.hint(CacheHint::kWillNeed, ahead_, plan_.readahead_bytes);
      ahead_ += plan_.readahead_bytes;
    }
    if (plan_.drop_behind && (offset_ - dropped_ >= kDropBytes || offset_ == reader_.end())) {
      data.hint(CacheHint::kDontNeed, dropped_, offset_ - dropped_);
      dropped_ = offset_;
    }
  }

  const std::string& name() const { return reader_.path(); }

  transfer::PacketStream& stream_;
  ReplicaReader& reader_;
  SendPlan plan_;
  IdleLimit idle_;
  const bool is_long_;
  std::uint64_t packet_bytes_;
  std::uint64_t offset_ = 0;
  std::uint64_t dropped_ = 0;  // the page cache was told to forget what lies before
  std::uint64_t ahead_ = 0;    // and to read what lies before this
  std::int64_t seqno_ = 0;
  std::string prefix_;
};

}  // namespace

Task<> send_packets(transfer::PacketStream& stream, ReplicaReader& reader, SendPlan plan) {
  PacketSender sender(stream, reader, std::move(plan));
  co_await sender.send();
}

}  // namespace mammoth::datanode
