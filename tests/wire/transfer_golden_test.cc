// Data transfer as Apache Hadoop 3.4 and gohdfs spoke it, byte by byte: each recorded frame is
// parsed and made again, and both directions must agree with the record.
#include <gtest/gtest.h>

#include <string>

#include "common/io/md5.h"
#include "common/io/varint.h"
#include "common/protocol/transfer/checksum_op.pb.h"
#include "common/protocol/transfer/op.pb.h"
#include "common/transfer/ack.h"
#include "common/transfer/block_checksum.h"
#include "common/transfer/checksum.h"
#include "common/transfer/op.h"
#include "common/transfer/packet.h"

namespace mammoth::transfer {
namespace {

using namespace ::hadoop::hdfs;  // the messages of the protocol

// Bytes from hexadecimal digits; blanks are for the eye.
std::string unhex(std::string_view text) {
  std::string bytes;
  int high = -1;
  for (const char c : text) {
    if (c == ' ') continue;
    const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
    if (high < 0) {
      high = digit;
    } else {
      bytes.push_back(static_cast<char>(high << 4 | digit));
      high = -1;
    }
  }
  return bytes;
}

std::string repeat(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

// A recorded request, taken apart and put together again.
template <class Message>
Message expect_op(const std::string& bytes, Opcode opcode) {
  EXPECT_EQ(decode_op_preamble(as_byte_view(bytes)), opcode);
  const auto length = parse_varint(as_byte_view(bytes).subspan(kOpPreambleBytes));
  const auto message = parse_message<Message>(
      std::string_view(bytes).substr(kOpPreambleBytes + length->size, length->value));
  EXPECT_EQ(encode_op(opcode, message), bytes);
  return message;
}

template <class Message>
Message expect_delimited(const std::string& bytes) {
  const auto length = parse_varint(as_byte_view(bytes));
  EXPECT_EQ(length->size + length->value, bytes.size());
  const auto message = parse_message<Message>(std::string_view(bytes).substr(length->size));
  std::string again;
  append_delimited(again, message);
  EXPECT_EQ(again, bytes);
  return message;
}

PipelineAck expect_ack(const std::string& bytes) {
  const auto ack = from_proto(expect_delimited<PipelineAckProto>(bytes));
  std::string again;
  append_delimited(again, to_proto(ack));
  EXPECT_EQ(again, bytes);
  return ack;
}

// A recorded packet, parsed, verified and built again from its data.
PacketHeader expect_packet(const std::string& bytes, const DataChecksum& checksum) {
  EXPECT_EQ(packet_frame_bytes(as_byte_view(bytes)), bytes.size());
  const auto packet = parse_packet(as_byte_view(bytes));
  check_checksums_length(packet, checksum);
  EXPECT_FALSE(checksum.verify(packet.data, packet.checksums));
  PacketBuilder builder(checksum, 65536);
  builder.start(packet.header.seqno, packet.header.offset_in_block);
  EXPECT_EQ(builder.append(packet.data), packet.data.size());
  EXPECT_EQ(as_text(builder.finish({.last_packet_in_block = packet.header.last_packet_in_block,
                                    .sync_block = packet.header.sync_block})),
            bytes);
  return packet.header;
}

constexpr DataChecksum kCrc32cOf512{ChecksumType::kCrc32c, 512};
constexpr DataChecksum kCrc32Of512{ChecksumType::kCrc32, 512};

const std::string kPool = "BP-116934564-127.0.0.1-1795357425630";
const std::string kStorage = "DS-f2fb758a-1011-4af0-8548-fcc1bbb74b46";
const std::string kEmptyToken = unhex("12 08 0a00 1200 1a00 2200");

// The first packet of the file of a thousand lines "hello": PLEN 6052 = 4 + 12 * 4 + 6000, HLEN 25.
const std::string kHelloPacket = unhex(
                                     "000017a4 0019"
                                     "09 0000000000000000"  // offsetInBlock 0
                                     "11 0000000000000000"  // seqno 0
                                     "18 00"                // not the last
                                     "25 70170000"          // 6000 bytes of data
                                     "55817520 6586f527 fe66a754 55817520 6586f527 fe66a754"
                                     "55817520 6586f527 fe66a754 55817520 6586f527 47c75c0f") +
                                 repeat("hello\n", 1000);

TEST(TransferGolden, AJavaClientOpensABlockForWriting) {
  // hdfs dfs -put to one datanode: the request and the answer that the pipeline stands.
  const auto bytes = unhex("001c 50 ad01 0a66 0a40 0a34 0a24") + kPool +
                     unhex("10 8180808004 18 e907 20 80808040") +  // id, generation stamp, bytes
                     kEmptyToken + unhex("12 22") + "DFSClient_NONMAPREDUCE_812285593_1" +
                     unhex(
                         "20 06 28 01 30 00 38 00 40 00"  // stage, nodes, min, max, new stamp
                         "4a 05 0802 108004"              // CRC32C of 512
                         "52 00 58 01 68 00 70 00 78 00"  // caching, DISK, lazy, pinning
                         "8201 27") +
                     kStorage;
  const auto op = expect_op<OpWriteBlockProto>(bytes, Opcode::kWriteBlock);
  EXPECT_EQ(op.header().baseheader().block().poolid(), kPool);
  EXPECT_EQ(op.header().baseheader().block().blockid(), 1073741825u);
  EXPECT_EQ(op.header().baseheader().block().generationstamp(), 1001u);
  EXPECT_EQ(op.header().clientname(), "DFSClient_NONMAPREDUCE_812285593_1");
  EXPECT_EQ(op.stage(), OpWriteBlockProto::PIPELINE_SETUP_CREATE);
  EXPECT_EQ(op.targets_size(), 0);
  EXPECT_EQ(from_proto(op.requestedchecksum()), kCrc32cOf512);
  EXPECT_EQ(to_proto(kCrc32cOf512).SerializeAsString(), op.requestedchecksum().SerializeAsString());
  EXPECT_EQ(op.storageid(), kStorage);

  const auto answer = expect_delimited<BlockOpResponseProto>(unhex("04 0800 1200"));
  EXPECT_TRUE(check_block_op_response(answer, ""));
  EXPECT_TRUE(answer.has_firstbadlink());
  EXPECT_EQ(answer.firstbadlink(), "");
}

TEST(TransferGolden, AJavaClientWritesPackets) {
  // All lines in one packet, then the empty last one, and an ack for each.
  EXPECT_EQ(expect_packet(kHelloPacket, kCrc32cOf512),
            (PacketHeader{.offset_in_block = 0, .seqno = 0, .data_bytes = 6000}));
  EXPECT_EQ(expect_ack(unhex("09 0800 1000 1800 2201 00")), (PipelineAck{0, {AckReply{}}, 0}));
  EXPECT_EQ(expect_packet(unhex("00000004 0019 09 7017000000000000 11 0100000000000000"
                                "18 01 25 00000000"),
                          kCrc32cOf512),
            (PacketHeader{.offset_in_block = 6000, .seqno = 1, .last_packet_in_block = true}));
  EXPECT_EQ(expect_ack(unhex("09 0802 1000 1800 2201 00")), (PipelineAck{1, {AckReply{}}, 0}));
}

TEST(TransferGolden, AnAppendBeginsByCompletingTheChunk) {
  // The block has 6000 bytes, 368 of them in the last chunk: the first packet is the missing 144.
  const auto first = unhex(
                         "00000098 0019 09 7017000000000000 11 0000000000000000 18 00 25 90000000"
                         "b294c323") +
                     repeat("hello\n", 24);
  EXPECT_EQ(expect_packet(first, kCrc32cOf512),
            (PacketHeader{.offset_in_block = 6000, .seqno = 0, .data_bytes = 144}));
  const auto second = unhex(
                          "00001714 0019 09 0018000000000000 11 0100000000000000 18 00 25 e0160000"
                          "55817520 6586f527 fe66a754 55817520 6586f527 fe66a754"
                          "55817520 6586f527 fe66a754 55817520 6586f527 b104c832") +
                      repeat("hello\n", 976);
  EXPECT_EQ(expect_packet(second, kCrc32cOf512),
            (PacketHeader{.offset_in_block = 6144, .seqno = 1, .data_bytes = 5856}));
}

TEST(TransferGolden, AJavaClientReadsABlock) {
  // hdfs dfs -cat: request, answer, the packet as it was written, the empty last one, and the
  // reader's word that every checksum was right.
  const auto bytes = unhex("001c 51 71 0a66 0a3e 0a32 0a24") + kPool +
                     unhex("10 8180808004 18 e907 20 f02e") + kEmptyToken + unhex("12 24") +
                     "DFSClient_NONMAPREDUCE_-1154406094_1" +
                     unhex("10 00 18 f02e 20 01 2a 00");  // offset, length, checksums, caching
  const auto op = expect_op<OpReadBlockProto>(bytes, Opcode::kReadBlock);
  EXPECT_EQ(op.offset(), 0u);
  EXPECT_EQ(op.len(), 6000u);
  EXPECT_TRUE(op.sendchecksums());

  const auto answer =
      expect_delimited<BlockOpResponseProto>(unhex("0d 0800 22 09 0a 05 0802 108004 1000"));
  EXPECT_EQ(from_proto(answer.readopchecksuminfo().checksum()), kCrc32cOf512);
  EXPECT_EQ(answer.readopchecksuminfo().chunkoffset(), 0u);

  expect_packet(kHelloPacket, kCrc32cOf512);
  const auto end = expect_delimited<ClientReadStatusProto>(unhex("02 0806"));
  EXPECT_EQ(end.status(), Status::CHECKSUM_OK);
}

TEST(TransferGolden, GohdfsWritesWithCrc32AndCountsFromOne) {
  // The Go client asks for the other polynomial, and its first packet has seqno 1.
  const auto bytes = unhex("001c 50 6c 0a59 0a3d 0a31 0a24") + kPool +
                     unhex("10 8580808004 18 ef07 20 00") + kEmptyToken + unhex("12 18") +
                     "go-hdfs-HchrZ1shrLRCzqIk" +
                     unhex("20 06 28 00 30 00 38 00 40 00 4a 05 0801 108004");
  const auto op = expect_op<OpWriteBlockProto>(bytes, Opcode::kWriteBlock);
  EXPECT_EQ(from_proto(op.requestedchecksum()), kCrc32Of512);
  const auto packet = unhex(
                          "000017a4 0019 09 0000000000000000 11 0100000000000000 18 00 25 70170000"
                          "6d1b6cd3 ba473b8e 6658410b 6d1b6cd3 ba473b8e 6658410b"
                          "6d1b6cd3 ba473b8e 6658410b 6d1b6cd3 ba473b8e aad114bf") +
                      repeat("hello\n", 1000);
  EXPECT_EQ(expect_packet(packet, kCrc32Of512),
            (PacketHeader{.offset_in_block = 0, .seqno = 1, .data_bytes = 6000}));
}

// The answer to BLOCK_CHECKSUM: status, bytes per CRC, CRCs per block, MD5, type and options.
std::string checksum_answer(std::string_view crcs_per_block, std::string_view md5) {
  return unhex("24 0800 1a20 08 8004 10") + unhex(crcs_per_block) + unhex("1a10") + unhex(md5) +
         unhex("20 02 2a 04 0801 1000");
}

TEST(TransferGolden, TheChecksumOfAFileOfThreeBlocks) {
  // 3,000,000 times "x" in blocks of 1 MiB: three requests, and the line that -checksum printed.
  const auto bytes = unhex("001c 55 47 0a3f 0a33 0a24") + kPool +
                     unhex("10 8280808004 18 ea07 20 808040") + kEmptyToken +
                     unhex("12 04 0801 1000");
  const auto op = expect_op<OpBlockChecksumProto>(bytes, Opcode::kBlockChecksum);
  EXPECT_EQ(op.blockchecksumoptions().blockchecksumtype(), BlockChecksumTypeProto::MD5CRC);

  // What the datanode computes for a whole block: the MD5 of 2048 times the CRC32C of 512 "x".
  const auto whole_md5 = md5(as_byte_view(repeat(unhex("060184f8"), 2048)));
  EXPECT_EQ(as_text(whole_md5), unhex("0b006da57d1ab51a2c8b0d5f9f741b34"));

  const auto whole = expect_delimited<BlockOpResponseProto>(
      checksum_answer("8010", "0b006da57d1ab51a2c8b0d5f9f741b34"));
  const auto last = expect_delimited<BlockOpResponseProto>(
      checksum_answer("e40d", "da64b68e5c833d9bbd1d03855d8826fd"));
  FileChecksumBuilder builder(BlockChecksumTypeProto::MD5CRC, 3);
  EXPECT_TRUE(builder.add(whole.checksumresponse(), 1 << 20));
  EXPECT_TRUE(builder.add(whole.checksumresponse(), 1 << 20));
  EXPECT_TRUE(builder.add(last.checksumresponse(), 902848));
  EXPECT_EQ(builder.finish(),
            (FileChecksum{"MD5-of-2048MD5-of-512CRC32C",
                          unhex("00000200 0000000000000800 82304aff59b501c8cdbe4de2969e8622")}));
}

}  // namespace
}  // namespace mammoth::transfer
