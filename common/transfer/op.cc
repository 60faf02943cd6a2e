#include "common/transfer/op.h"

#include <fmt/format.h>

#include "common/io/byte_reader.h"
#include "common/io/byte_writer.h"

namespace mammoth::transfer {

std::string opcode_name(Opcode opcode) {
  switch (opcode) {
    case Opcode::kWriteBlock:
      return "WRITE_BLOCK";
    case Opcode::kReadBlock:
      return "READ_BLOCK";
    case Opcode::kReadMetadata:
      return "READ_METADATA";
    case Opcode::kReplaceBlock:
      return "REPLACE_BLOCK";
    case Opcode::kCopyBlock:
      return "COPY_BLOCK";
    case Opcode::kBlockChecksum:
      return "BLOCK_CHECKSUM";
    case Opcode::kTransferBlock:
      return "TRANSFER_BLOCK";
    case Opcode::kRequestShortCircuitFds:
      return "REQUEST_SHORT_CIRCUIT_FDS";
    case Opcode::kReleaseShortCircuitFds:
      return "RELEASE_SHORT_CIRCUIT_FDS";
    case Opcode::kRequestShortCircuitShm:
      return "REQUEST_SHORT_CIRCUIT_SHM";
    case Opcode::kBlockGroupChecksum:
      return "BLOCK_GROUP_CHECKSUM";
    case Opcode::kCustom:
      return "CUSTOM";
  }
  return fmt::format("UNKNOWN_OP_{}", static_cast<int>(opcode));
}

std::string encode_op(Opcode opcode, const google::protobuf::MessageLite& message) {
  std::string out;
  ByteWriter writer(out);
  writer.i16(kTransferVersion);
  writer.u8(static_cast<std::uint8_t>(opcode));
  append_delimited(out, message);
  return out;
}

Opcode decode_op_preamble(ByteView preamble) {
  ByteReader reader(preamble);
  const auto version = reader.i16();
  if (version != kTransferVersion)
    throw MalformedInput(
        fmt::format("Version Mismatch (Expected: {}, Received: {} )", kTransferVersion, version));
  return static_cast<Opcode>(reader.u8());
}

}  // namespace mammoth::transfer
