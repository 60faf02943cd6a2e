// The packet, in which block data travels in both directions (Hadoop: PacketHeader, PacketReceiver,
// DFSPacket):
//
//     0        4      6          6 + HLEN
//     +--------+------+----------+---------------+-----------------+
//     | PLEN   | HLEN | header   | checksums     | data            |
//     +--------+------+----------+---------------+-----------------+
//       int32   int16   protobuf   4 bytes a chunk  header.dataLen bytes
//
//     PLEN = 4 + checksums + data   (it counts itself, but neither HLEN nor the header)
//
// The header is a PacketHeaderProto, 25 bytes long, or 27 with syncBlock; receivers go by HLEN.
// Chunks are counted from the packet's first byte, which is the first byte of a chunk of the block,
// except that after an append the first packet completes a chunk begun earlier.
//
// Three packets carry no data: the last of a block (lastPacketInBlock), a heartbeat (seqno -1), and
// a mere request to sync (syncBlock).
//
// This file knows bytes, not sockets; packet_stream.h moves them. What breaks the format throws
// MalformedInput.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "common/base/bytes.h"
#include "common/io/data_checksum.h"
#include "common/io/malformed_input.h"

namespace mammoth::transfer {

inline constexpr std::size_t kMaxPacketBytes = 16u << 20;  // Hadoop: MAX_PACKET_SIZE
inline constexpr std::size_t kPacketLengthsBytes = 6;      // PLEN and HLEN
inline constexpr std::size_t kMaxPacketHeaderBytes = 33;   // both lengths and the longest header
inline constexpr std::int64_t kHeartbeatSeqno = -1;

struct PacketHeader {
  std::int64_t offset_in_block = 0;
  std::int64_t seqno = 0;  // one more each packet; Java counts from 0, gohdfs from 1
  std::int32_t data_bytes = 0;
  bool last_packet_in_block = false;
  bool sync_block = false;

  bool is_heartbeat() const { return seqno == kHeartbeatSeqno; }
  bool operator==(const PacketHeader&) const = default;
};

// A parsed packet; all views point into the bytes it was parsed from.
struct PacketView {
  PacketHeader header;
  ByteView checksums;
  ByteView data;
  ByteView frame;  // all of it, to be passed on as it is

  std::uint64_t end_offset() const {
    return static_cast<std::uint64_t>(header.offset_in_block) + data.size();
  }
};

// Length of the packet that begins with these bytes; nothing while fewer than six are there.
// Refuses PLEN < 4 and packets beyond kMaxPacketBytes.
std::optional<std::size_t> packet_frame_bytes(ByteView begin);

// `frame` is exactly one packet. Refuses negative offsets and lengths, and a data length beyond
// PLEN.
PacketView parse_packet(ByteView frame);

// Refuses a packet whose checksums are not as many as its data needs. (Hadoop's datanode also takes
// data without any checksums and computes them itself; no known client sends that.)
void check_checksums_length(const PacketView& packet, const DataChecksum& checksum);

// PLEN, HLEN and header, 31 or 33 bytes; checksums and data are to follow.
std::string encode_packet_header(const PacketHeader& header, std::size_t checksums_bytes);

// How much data a packet may carry so that all of it takes at most `packet_bytes` on the wire (64
// KiB by default: 126 chunks of 512 bytes); whole chunks, at least one. Hadoop's
// DataStreamer.computePacketChunkSize.
std::size_t packet_data_capacity(const DataChecksum& checksum, std::size_t packet_bytes);

// Lays out one packet after the other in a buffer of its own, so that data is written to memory
// once and leaves in one piece:
//
//     | room for the header → | room for checksums → | data → …
//                      header and checksums end where what follows begins
//
// Not thread-safe.
class PacketBuilder {
 public:
  // `capacity_bytes`: the most data of a packet; with its checksums within kMaxPacketBytes.
  PacketBuilder(const DataChecksum& checksum, std::size_t capacity_bytes);

  // Forgets the packet in the making.
  void start(std::int64_t seqno, std::int64_t offset_in_block);

  std::size_t capacity() const { return capacity_; }
  std::size_t data_bytes() const { return data_bytes_; }
  bool empty() const { return data_bytes_ == 0; }
  // What is not filled yet; write there (a read from a file, say) and then commit().
  std::span<std::byte> free_space();
  void commit(std::size_t count);
  // Copies as much of `data` as fits; answers how much that was.
  std::size_t append(ByteView data);
  ByteView data() const;

  // Where the checksums of the data committed so far lie, for who has them already (from a meta
  // file).
  std::span<std::byte> checksum_space();

  struct Flags {
    bool last_packet_in_block = false;
    bool sync_block = false;
  };
  // The whole packet, valid until the next start(). finish() computes the checksums,
  // finish_with_checksums() takes them from checksum_space().
  ByteView finish(Flags flags);
  ByteView finish_with_checksums(Flags flags);

 private:
  std::byte* data_begin() const;

  DataChecksum checksum_;
  std::size_t capacity_;
  std::size_t prefix_bytes_;  // before the data: most checksums and the longest header
  std::unique_ptr<std::byte[]> buffer_;
  PacketHeader header_;
  std::size_t data_bytes_ = 0;
};

}  // namespace mammoth::transfer
