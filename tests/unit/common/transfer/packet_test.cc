#include "common/transfer/packet.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "common/io/byte_writer.h"
#include "common/protocol/transfer/packet.pb.h"

namespace mammoth::transfer {
namespace {

// A frame with whatever lengths and header one wants.
std::string frame(std::int32_t plen, std::int16_t hlen, std::string_view header,
                  std::string_view payload) {
  std::string bytes;
  ByteWriter writer(bytes);
  writer.i32(plen);
  writer.i16(hlen);
  writer.bytes(as_byte_view(header));
  writer.bytes(as_byte_view(payload));
  return bytes;
}

std::string header_of(std::int64_t offset, std::int32_t data_bytes) {
  ::hadoop::hdfs::PacketHeaderProto proto;
  proto.set_offsetinblock(offset);
  proto.set_seqno(7);
  proto.set_lastpacketinblock(false);
  proto.set_datalen(data_bytes);
  return proto.SerializeAsString();
}

// A frame whose lengths fit, except that its header may say something else about the data.
std::string frame_of(std::int64_t offset, std::int32_t data_bytes, std::string_view payload) {
  const auto header = header_of(offset, data_bytes);
  return frame(static_cast<std::int32_t>(4 + payload.size()),
               static_cast<std::int16_t>(header.size()), header, payload);
}

PacketView parse(const std::string& bytes) {
  return parse_packet(as_byte_view(bytes));
}

TEST(Packet, HeaderTakes25BytesAnd27WithSync) {
  // Writers reserve 33 bytes for lengths and header, and the numbers in it do not change its size.
  PacketHeader header{.offset_in_block = std::numeric_limits<std::int64_t>::max(),
                      .seqno = kHeartbeatSeqno,
                      .data_bytes = 0};
  EXPECT_EQ(encode_packet_header(header, 0).size(), kPacketLengthsBytes + 25);
  header.sync_block = true;
  EXPECT_EQ(encode_packet_header(header, 0).size(), kMaxPacketHeaderBytes);
}

TEST(Packet, HeartbeatSyncAndLastCarryNothing) {
  // The three packets without data, each the header alone.
  for (const auto& header :
       {PacketHeader{.seqno = kHeartbeatSeqno},
        PacketHeader{.offset_in_block = 512, .seqno = 3, .sync_block = true},
        PacketHeader{.offset_in_block = 512, .seqno = 4, .last_packet_in_block = true}}) {
    const auto bytes = encode_packet_header(header, 0);
    const auto packet = parse(bytes);
    EXPECT_EQ(packet.header, header);
    EXPECT_TRUE(packet.data.empty());
    EXPECT_TRUE(packet.checksums.empty());
    EXPECT_EQ(packet.end_offset(), static_cast<std::uint64_t>(header.offset_in_block));
    EXPECT_EQ(packet.header.is_heartbeat(), header.seqno == -1);
  }
}

TEST(Packet, ChecksumsComeBeforeData) {
  // Four bytes of checksum, three of data; the frame is kept whole to be passed on.
  const auto bytes = frame_of(1024, 3, "CRC!abc");
  const auto packet = parse(bytes);
  EXPECT_EQ(packet.header.offset_in_block, 1024);
  EXPECT_EQ(as_text(packet.checksums), "CRC!");
  EXPECT_EQ(as_text(packet.data), "abc");
  EXPECT_EQ(as_text(packet.frame), bytes);
  EXPECT_EQ(packet.end_offset(), 1027u);
}

TEST(Packet, LongerHeadersOfLaterVersionsAreHonoured) {
  // HLEN counts, not the 25 bytes of today: a field that this version does not know follows.
  const auto header = header_of(0, 3) + "\x30\x01";  // field 6, varint 1
  const auto bytes = frame(11, static_cast<std::int16_t>(header.size()), header, "CRC!abc");
  EXPECT_EQ(as_text(parse(bytes).data), "abc");
}

TEST(Packet, LengthIsKnownAfterSixBytesAndBounded) {
  // Fewer bytes: not yet. Then only sane lengths pass, before anything is allocated.
  const auto length = [](std::int32_t plen, std::int16_t hlen) {
    const auto bytes = frame(plen, hlen, "", "");
    return packet_frame_bytes(as_byte_view(bytes));
  };
  EXPECT_FALSE(packet_frame_bytes(as_byte_view("12345")));
  EXPECT_EQ(length(4, 25), 31u);
  EXPECT_EQ(length(4 + 512 + 4, 27), 6u + 27 + 516);
  EXPECT_EQ(length((16 << 20) - 25, 25), (16u << 20) + 2);
  EXPECT_THROW(length((16 << 20) - 24, 25), MalformedInput);
  for (const std::int32_t plen : {3, 0, -1, std::numeric_limits<std::int32_t>::min(),
                                  std::numeric_limits<std::int32_t>::max()})
    EXPECT_THROW(length(plen, 25), MalformedInput) << plen;
  EXPECT_THROW(length(4, -1), MalformedInput);
  EXPECT_THROW(length(4, std::numeric_limits<std::int16_t>::min()), MalformedInput);
}

TEST(Packet, LiesAboutTheDataAreRefused) {
  // More data than PLEN has room for, less than none, a negative offset.
  EXPECT_THROW(parse(frame_of(0, 8, "1234567")), MalformedInput);
  EXPECT_THROW(parse(frame_of(0, -1, "1234567")), MalformedInput);
  EXPECT_THROW(parse(frame_of(0, std::numeric_limits<std::int32_t>::max(), "1")), MalformedInput);
  EXPECT_THROW(parse(frame_of(-1, 3, "CRC!abc")), MalformedInput);
  EXPECT_NO_THROW(parse(frame_of(0, 7, "1234567")));
}

TEST(Packet, TheFrameIsExactlyOnePacket) {
  // One byte too few or too many, and a header that is no protobuf or lacks required fields.
  const auto good = frame_of(0, 3, "CRC!abc");
  EXPECT_THROW(parse(good.substr(0, good.size() - 1)), MalformedInput);
  EXPECT_THROW(parse(good + "x"), MalformedInput);
  EXPECT_THROW(parse(frame(11, 2, "\xff\xff", "CRC!abc")), MalformedInput);
  EXPECT_THROW(parse(frame(11, 0, "", "CRC!abc")), MalformedInput);
}

TEST(Packet, ChecksumsMustBeAsManyAsTheDataNeeds) {
  // Chunks of 2: three bytes need two checksums.
  const DataChecksum checksum{ChecksumType::kCrc32c, 2};
  const auto good = frame_of(0, 3, "CRC1CRC2abc");
  EXPECT_NO_THROW(check_checksums_length(parse(good), checksum));
  for (const auto& bytes : {frame_of(0, 3, "CRC1abc"), frame_of(0, 3, "CRC1CRCabc"),
                            frame_of(0, 3, "abc"), frame_of(0, 0, "CRC1")})
    EXPECT_THROW(check_checksums_length(parse(bytes), checksum), MalformedInput);
  EXPECT_NO_THROW(
      check_checksums_length(parse(frame_of(0, 3, "abc")), DataChecksum{ChecksumType::kNull, 2}));
}

TEST(Packet, RandomBytesAreParsedOrRefused) {
  // Noise, and good packets with some bytes changed: an answer or MalformedInput, nothing else.
  std::mt19937_64 dice(3);
  const auto good = frame_of(512, 100, std::string(104, 'd'));
  for (int round = 0; round < 50'000; ++round) {
    auto bytes = good;
    if (round % 2 == 0) bytes.resize(dice() % good.size());
    for (int change = 0; change < 4 && !bytes.empty(); ++change)
      bytes[dice() % std::min<std::size_t>(bytes.size(), 40)] = static_cast<char>(dice());
    try {
      const auto packet = parse(bytes);
      ASSERT_LE(packet.data.size() + packet.checksums.size() + 6, bytes.size());
    } catch (const MalformedInput&) {
    }
  }
}

TEST(Packet, CapacityIsHadoops) {
  // The default of 64 KiB carries 126 chunks of 512; a tiny limit still carries one chunk.
  const DataChecksum crc{ChecksumType::kCrc32c, 512};
  EXPECT_EQ(packet_data_capacity(crc, 65536), 126u * 512);
  EXPECT_EQ(packet_data_capacity(crc, 33 + 516), 512u);
  EXPECT_EQ(packet_data_capacity(crc, 33 + 2 * 516), 1024u);
  EXPECT_EQ(packet_data_capacity(crc, 10), 512u);
  EXPECT_EQ(packet_data_capacity({ChecksumType::kNull, 512}, 33 + 1024), 1024u);
}

TEST(PacketBuilder, LaysOutWhatTheParserReads) {
  // Every size from nothing to full, with each kind of checksum: verified and unchanged.
  std::string data(40, '\0');
  for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<char>('a' + i);
  for (const auto type : {ChecksumType::kNull, ChecksumType::kCrc32, ChecksumType::kCrc32c}) {
    const DataChecksum checksum{type, 16};
    PacketBuilder builder(checksum, data.size());
    for (std::size_t size = 0; size <= data.size(); ++size) {
      builder.start(static_cast<std::int64_t>(size), 1000);
      EXPECT_EQ(builder.append(as_byte_view(data).first(size)), size);
      const auto packet = parse_packet(builder.finish({.sync_block = size % 2 == 1}));
      EXPECT_EQ(packet.header.seqno, static_cast<std::int64_t>(size));
      EXPECT_EQ(packet.header.offset_in_block, 1000);
      EXPECT_EQ(packet.header.sync_block, size % 2 == 1);
      EXPECT_FALSE(packet.header.last_packet_in_block);
      EXPECT_EQ(as_text(packet.data), data.substr(0, size));
      check_checksums_length(packet, checksum);
      EXPECT_FALSE(checksum.verify(packet.data, packet.checksums));
    }
  }
}

TEST(PacketBuilder, TakesDataInPiecesUpToItsCapacity) {
  // A writer's small writes, then one read in place; what does not fit stays with the caller.
  PacketBuilder builder({ChecksumType::kCrc32c, 4}, 10);
  builder.start(0, 0);
  EXPECT_TRUE(builder.empty());
  EXPECT_EQ(builder.append(as_byte_view("abc")), 3u);
  const auto space = builder.free_space();
  ASSERT_EQ(space.size(), 7u);
  space[0] = std::byte{'d'};
  builder.commit(1);
  EXPECT_EQ(builder.append(as_byte_view("efghijKLM")), 6u);
  EXPECT_EQ(builder.append(as_byte_view("KLM")), 0u);
  EXPECT_EQ(as_text(builder.data()), "abcdefghij");
  builder.start(1, 10);
  EXPECT_TRUE(builder.empty());
}

TEST(PacketBuilder, SendsGivenChecksumsAsTheyAre) {
  // A datanode that reads does not compute: the checksums of the meta file go out, wrong ones too.
  PacketBuilder builder({ChecksumType::kCrc32c, 4}, 64);
  builder.start(5, 512);
  builder.append(as_byte_view("abcdef"));
  const auto space = builder.checksum_space();
  ASSERT_EQ(space.size(), 8u);
  std::ranges::copy(as_byte_view("12345678"), space.begin());
  const auto packet = parse_packet(builder.finish_with_checksums({}));
  EXPECT_EQ(as_text(packet.checksums), "12345678");
  EXPECT_EQ(as_text(packet.data), "abcdef");
}

TEST(PacketBuilderDeathTest, MoreThanFitsIsABug) {
  // commit() is about bytes already written: too late to refuse.
  PacketBuilder builder({}, 8);
  builder.start(0, 0);
  EXPECT_DEATH(builder.commit(9), "fits the packet");
}

}  // namespace
}  // namespace mammoth::transfer
