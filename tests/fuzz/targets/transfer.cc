// The data-transfer protocol: operations, packets, acks, and the head of a meta file.
#include "common/io/data_checksum.h"
#include "common/protocol/transfer/op.pb.h"
#include "common/protocol/transfer/packet.pb.h"
#include "common/transfer/ack.h"
#include "common/transfer/checksum.h"
#include "common/transfer/delimited.h"
#include "common/transfer/op.h"
#include "common/transfer/packet.h"
#include "tests/fuzz/target.h"

namespace mammoth::fuzz {

namespace {

void read_op(std::string_view bytes) {
  if (bytes.size() < transfer::kOpPreambleBytes) return;
  const auto opcode =
      transfer::decode_op_preamble(as_byte_view(bytes.substr(0, transfer::kOpPreambleBytes)));
  (void)transfer::opcode_name(opcode);
  const auto request = transfer::parse_message<hadoop::hdfs::OpWriteBlockProto>(
      bytes.substr(transfer::kOpPreambleBytes));
  (void)transfer::from_proto(request.requestedchecksum());
}

void read_packets(std::string_view bytes) {
  const auto checksum = make_data_checksum(2, 512);
  while (const auto length = transfer::packet_frame_bytes(as_byte_view(bytes))) {
    if (*length > bytes.size()) return;
    const auto packet = transfer::parse_packet(as_byte_view(bytes.substr(0, *length)));
    transfer::check_checksums_length(packet, checksum);
    (void)checksum.verify(packet.data, packet.checksums);
    bytes.remove_prefix(*length);
  }
}

void read_ack(std::string_view bytes) {
  const auto ack =
      transfer::from_proto(transfer::parse_message<hadoop::hdfs::PipelineAckProto>(bytes));
  (void)ack.first_bad();
  (void)ack.out_of_band();
}

void read_meta_header(std::string_view bytes) {
  if (bytes.size() < kMetaHeaderBytes) return;
  const auto checksum = decode_meta_header(as_byte_view(bytes));
  (void)checksum.meta_file_bytes(INT64_MAX / 2);
}

std::string packet() {
  transfer::PacketBuilder builder(make_data_checksum(2, 512), 1024);
  builder.start(1, 0);
  builder.append(as_byte_view("some data"));
  const ByteView bytes = builder.finish({.last_packet_in_block = false, .sync_block = true});
  return std::string(as_text(bytes));
}

std::string ack() {
  return transfer::to_proto({.seqno = 3, .replies = {{}, {}}}).SerializeAsString();
}

const Registration op{{"transfer_op", read_op, {std::string("\x00\x1c\x50", 3)}}};
const Registration packets{{"transfer_packets", read_packets, {packet(), packet() + packet()}}};
const Registration acks{{"transfer_ack", read_ack, {ack()}}};
const Registration meta{
    {"meta_header", read_meta_header, {encode_meta_header(make_data_checksum(2, 512))}}};

}  // namespace

}  // namespace mammoth::fuzz
