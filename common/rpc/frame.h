// Frames of Hadoop RPC, version 9. Pure functions over bytes: no socket, no state.
//
// After the 7-byte preamble (connection_header.h) both directions carry frames:
//
//   0        4                                                             4 + length
//   ┌────────┬───────────────────────────────────────────────────────────────────┐
//   │ length │ delimited message │ delimited message │ …                         │
//   └────────┴───────────────────────────────────────────────────────────────────┘
//     int32 BE   each: varint size, then that many bytes of protobuf
//
//   a call            RpcRequestHeaderProto · RequestHeaderProto · the method's request
//   context (id −3)   RpcRequestHeaderProto · IpcConnectionContextProto
//   ping (id −4)      RpcRequestHeaderProto
//   SASL (id −33)     RpcRequestHeaderProto · RpcSaslProto
//   an answer         RpcResponseHeaderProto · the method's response, only on SUCCESS
//
// The length does not count itself, and nothing may follow the last message: Java's client closes a
// connection whose answer has trailing bytes.
#pragma once

#include <google/protobuf/message_lite.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "common/base/result.h"
#include "common/net/byte_buffer.h"

namespace mammoth::rpc {

using google::protobuf::MessageLite;

inline constexpr std::size_t kLengthBytes = 4;
inline constexpr std::uint32_t kMaxFrameBytes = 128u << 20;  // default of ipc.maximum.data.length
inline constexpr std::size_t kClientIdBytes = 16;

inline constexpr std::int32_t kAuthorizationFailedCallId = -1;
inline constexpr std::int32_t kConnectionContextCallId = -3;
inline constexpr std::int32_t kPingCallId = -4;
inline constexpr std::int32_t kSaslCallId = -33;
inline constexpr std::int32_t kNoRetryCount = -1;

// The length of the frame that `bytes` begins with, or nothing when fewer than 4 bytes are there.
// Java reads it as a signed number: above 2^31 − 1 it is malformed, and the caller's bound refuses
// it.
std::optional<std::uint32_t> peek_frame_length(std::string_view bytes);

// Cuts one delimited message off the front of `rest`. Nothing, and `rest` unchanged, when the size
// is malformed or reaches beyond the end.
std::optional<std::string_view> take_delimited(std::string_view& rest);

// Parses and checks that all required fields are there. Refuses with kRpcServer and says why;
// unlike protobuf's own functions it logs nothing.
Result<void> parse_message(MessageLite& message, std::string_view bytes);

// Appends one frame of delimited messages; `last`, if given, is the final one, already serialised.
// The caller bounds the sum below 2^31.
void append_frame(ByteBuffer& out, std::initializer_list<const MessageLite*> messages,
                  std::optional<std::string_view> last = std::nullopt);

}  // namespace mammoth::rpc
