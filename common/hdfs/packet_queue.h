// The packets of the block being written that its pipeline has not acknowledged yet, kept to be
// sent again after a recovery (Hadoop: DataStreamer's dataQueue and ackQueue). Not thread-safe.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "common/transfer/packet.h"

namespace mammoth::hdfs {

struct OutgoingPacket {
  std::unique_ptr<transfer::PacketBuilder> builder;  // owns the bytes of `frame`
  ByteView frame;
  std::int64_t seqno = 0;
  std::uint64_t end_offset = 0;  // in the block, behind its last byte
  bool last_in_block = false;
};

class PacketQueue {
 public:
  PacketQueue(const DataChecksum& checksum, std::size_t packet_bytes)
      : checksum_(checksum), capacity_(transfer::packet_data_capacity(checksum, packet_bytes)) {}

  // A builder to fill, one that came back if possible.
  std::unique_ptr<transfer::PacketBuilder> take_builder() {
    if (spare_.empty()) return std::make_unique<transfer::PacketBuilder>(checksum_, capacity_);
    auto builder = std::move(spare_.back());
    spare_.pop_back();
    return builder;
  }

  void push(OutgoingPacket packet) { unacked_.push_back(std::move(packet)); }
  bool empty() const { return unacked_.empty(); }
  std::size_t size() const { return unacked_.size(); }
  const std::deque<OutgoingPacket>& unacked() const { return unacked_; }

  // The oldest packet was acknowledged; answers how much of the block is now known to be written.
  std::uint64_t acknowledge_front() {
    const std::uint64_t end_offset = unacked_.front().end_offset;
    spare_.push_back(std::move(unacked_.front().builder));
    unacked_.pop_front();
    return end_offset;
  }

 private:
  const DataChecksum checksum_;
  const std::size_t capacity_;
  std::deque<OutgoingPacket> unacked_;
  std::vector<std::unique_ptr<transfer::PacketBuilder>> spare_;
};

}  // namespace mammoth::hdfs
