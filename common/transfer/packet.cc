#include "common/transfer/packet.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "common/base/check.h"
#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"
#include "common/protocol/transfer/packet.pb.h"
#include "common/transfer/delimited.h"

namespace mammoth::transfer {
namespace {

using ::hadoop::hdfs::PacketHeaderProto;

constexpr std::size_t kOwnLengthBytes = 4;  // PLEN counts itself

PacketHeaderProto to_proto(const PacketHeader& header) {
  PacketHeaderProto proto;
  proto.set_offsetinblock(header.offset_in_block);
  proto.set_seqno(header.seqno);
  proto.set_lastpacketinblock(header.last_packet_in_block);
  proto.set_datalen(header.data_bytes);
  // Left out when false, as Hadoop does: the oldest receivers took a header of 25 bytes for
  // granted.
  if (header.sync_block) proto.set_syncblock(true);
  return proto;
}

PacketHeader parse_header(ByteView bytes) {
  const auto proto = parse_message<PacketHeaderProto>(bytes);
  PacketHeader header{.offset_in_block = proto.offsetinblock(),
                      .seqno = proto.seqno(),
                      .data_bytes = proto.datalen(),
                      .last_packet_in_block = proto.lastpacketinblock(),
                      .sync_block = proto.syncblock()};
  if (header.offset_in_block < 0 || header.data_bytes < 0)
    throw MalformedInput(fmt::format("packet {} with {} bytes at offset {}", header.seqno,
                                     header.data_bytes, header.offset_in_block));
  return header;
}

// PLEN, HLEN and header so that they end at `end`; answers where they begin.
std::byte* write_header_before(std::byte* end, const PacketHeader& header,
                               std::size_t checksums_bytes) {
  const auto proto = to_proto(header);
  const auto header_bytes = proto.ByteSizeLong();
  check(header_bytes + kPacketLengthsBytes <= kMaxPacketHeaderBytes, "a packet header of 27 bytes");
  auto* const begin = end - header_bytes - kPacketLengthsBytes;
  const auto payload =
      kOwnLengthBytes + checksums_bytes + static_cast<std::size_t>(header.data_bytes);
  store_big_endian(static_cast<std::uint32_t>(payload), begin);
  store_big_endian(static_cast<std::uint16_t>(header_bytes), begin + sizeof(std::uint32_t));
  proto.SerializeWithCachedSizesToArray(
      reinterpret_cast<std::uint8_t*>(begin + kPacketLengthsBytes));
  return begin;
}

}  // namespace

std::optional<std::size_t> packet_frame_bytes(ByteView begin) {
  if (begin.size() < kPacketLengthsBytes) return {};
  ByteReader reader(begin);
  const std::int64_t payload = reader.i32();
  const std::int64_t header = reader.i16();
  if (payload < static_cast<std::int64_t>(kOwnLengthBytes) || header < 0 ||
      payload + header > static_cast<std::int64_t>(kMaxPacketBytes))
    throw MalformedInput(
        fmt::format("packet with a payload of {} and a header of {} bytes", payload, header));
  return kPacketLengthsBytes - kOwnLengthBytes + static_cast<std::size_t>(payload + header);
}

PacketView parse_packet(ByteView frame) {
  const auto frame_bytes = packet_frame_bytes(frame);
  if (frame_bytes != frame.size())
    throw MalformedInput(fmt::format("{} bytes that are not one packet", frame.size()));
  ByteReader reader(frame);
  reader.skip(sizeof(std::int32_t));
  const auto header_bytes = reader.u16();
  PacketView packet;
  packet.frame = frame;
  packet.header = parse_header(reader.bytes(header_bytes));
  const auto data_bytes = static_cast<std::size_t>(packet.header.data_bytes);
  if (data_bytes > reader.remaining())
    throw MalformedInput(fmt::format("packet {} of {} bytes holds only {}", packet.header.seqno,
                                     data_bytes, reader.remaining()));
  packet.checksums = reader.bytes(reader.remaining() - data_bytes);
  packet.data = reader.rest();
  return packet;
}

void check_checksums_length(const PacketView& packet, const DataChecksum& checksum) {
  if (packet.checksums.size() != checksum.checksums_bytes(packet.data.size()))
    throw MalformedInput(fmt::format("packet {} has {} bytes of checksums for {} of data",
                                     packet.header.seqno, packet.checksums.size(),
                                     packet.data.size()));
}

std::string encode_packet_header(const PacketHeader& header, std::size_t checksums_bytes) {
  std::byte buffer[kMaxPacketHeaderBytes];
  auto* const end = std::end(buffer);
  auto* const begin = write_header_before(end, header, checksums_bytes);
  return std::string(as_text({begin, end}));
}

std::size_t packet_data_capacity(const DataChecksum& checksum, std::size_t packet_bytes) {
  const auto body = packet_bytes - std::min(packet_bytes, kMaxPacketHeaderBytes);
  const auto chunks = body / (checksum.bytes_per_checksum + checksum.size());
  return std::max<std::size_t>(chunks, 1) * checksum.bytes_per_checksum;
}

PacketBuilder::PacketBuilder(const DataChecksum& checksum, std::size_t capacity_bytes)
    : checksum_(checksum),
      capacity_(capacity_bytes),
      prefix_bytes_(kMaxPacketHeaderBytes + checksum.checksums_bytes(capacity_bytes)),
      buffer_(std::make_unique_for_overwrite<std::byte[]>(prefix_bytes_ + capacity_)) {
  check(prefix_bytes_ + capacity_ <= kMaxPacketBytes, "a packet that receivers accept");
}

void PacketBuilder::start(std::int64_t seqno, std::int64_t offset_in_block) {
  header_ = {.offset_in_block = offset_in_block, .seqno = seqno};
  data_bytes_ = 0;
}

std::span<std::byte> PacketBuilder::free_space() {
  return {data_begin() + data_bytes_, capacity_ - data_bytes_};
}

void PacketBuilder::commit(std::size_t count) {
  check(count <= capacity_ - data_bytes_, "data that fits the packet");
  data_bytes_ += count;
}

std::size_t PacketBuilder::append(ByteView data) {
  const auto space = free_space();
  const auto count = std::min(space.size(), data.size());
  if (count > 0) std::memcpy(space.data(), data.data(), count);
  commit(count);
  return count;
}

ByteView PacketBuilder::data() const {
  return {data_begin(), data_bytes_};
}

std::span<std::byte> PacketBuilder::checksum_space() {
  const auto size = checksum_.checksums_bytes(data_bytes_);
  return {data_begin() - size, size};
}

ByteView PacketBuilder::finish(Flags flags) {
  checksum_.compute(data(), checksum_space());
  return finish_with_checksums(flags);
}

ByteView PacketBuilder::finish_with_checksums(Flags flags) {
  header_.data_bytes = static_cast<std::int32_t>(data_bytes_);
  header_.last_packet_in_block = flags.last_packet_in_block;
  header_.sync_block = flags.sync_block;
  const auto checksums = checksum_space();
  const auto* const begin = write_header_before(checksums.data(), header_, checksums.size());
  return {begin, data_begin() + data_bytes_};
}

std::byte* PacketBuilder::data_begin() const {
  return buffer_.get() + prefix_bytes_;
}

}  // namespace mammoth::transfer
