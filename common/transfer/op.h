// The beginning of every data-transfer operation (Hadoop: Sender, Receiver, Op):
//
//     0         2        3
//     +---------+--------+------------------------------------+
//     | version | opcode | varint length, Op…Proto            |
//     +---------+--------+------------------------------------+
//       int16=28  byte     at most kMaxOpBytes
//
// The receiver answers with a delimited BlockOpResponseProto. This file knows bytes, not sockets;
// packet_stream.h reads and writes them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/bytes.h"
#include "common/transfer/delimited.h"

namespace mammoth::transfer {

inline constexpr std::int16_t kTransferVersion = 28;  // Hadoop: DATA_TRANSFER_VERSION
inline constexpr std::size_t kMaxOpBytes = 1u << 20;  // of one Op…Proto
inline constexpr std::size_t kOpPreambleBytes = 3;    // version and opcode

enum class Opcode : std::uint8_t {
  kWriteBlock = 80,
  kReadBlock = 81,
  kReadMetadata = 82,  // obsolete, never answered
  kReplaceBlock = 83,
  kCopyBlock = 84,
  kBlockChecksum = 85,
  kTransferBlock = 86,
  kRequestShortCircuitFds = 87,
  kReleaseShortCircuitFds = 88,
  kRequestShortCircuitShm = 89,
  kBlockGroupChecksum = 90,
  kCustom = 127,
};

// "WRITE_BLOCK", as Hadoop's logs name it; "UNKNOWN_OP_<n>" for what is not an opcode.
std::string opcode_name(Opcode opcode);

// A request as it arrived; `message` is the bytes of the Op…Proto that `opcode` demands:
// parse_message<OpReadBlockProto>(request.message).
struct OpRequest {
  Opcode opcode{};
  std::string message;
};

// Version, opcode, length and message: the whole request.
std::string encode_op(Opcode opcode, const google::protobuf::MessageLite& message);

// Refuses versions other than 28 with MalformedInput. Any opcode passes: who dispatches must refuse
// those it does not know.
Opcode decode_op_preamble(ByteView preamble);

}  // namespace mammoth::transfer
