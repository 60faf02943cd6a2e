// Hadoop RPC as a server reads it: frames, what is in them, the handshake.
#include <array>

#include "common/protocol/rpc/rpc_header.pb.h"
#include "common/rpc/connection_header.h"
#include "common/rpc/frame.h"
#include "common/rpc/handshake.h"
#include "common/rpc/request.h"
#include "tests/fuzz/target.h"

namespace mammoth::fuzz {

namespace {

std::string call_frame() {
  ByteBuffer out;
  rpc::append_call(out, {.protocol = "p", .client_id = std::string(16, 'c')},
                   {.method = "m", .request = "x", .call_id = 1});
  return std::string(out.readable());
}

std::string control_frame(std::int32_t call_id) {
  ByteBuffer out;
  rpc::append_control(out, call_id, {.protocol = "p", .client_id = std::string(16, 'c')}, nullptr);
  return std::string(out.readable());
}

void read_frames(std::string_view bytes) {
  while (const auto length = rpc::peek_frame_length(bytes)) {
    bytes.remove_prefix(rpc::kLengthBytes);
    if (*length > bytes.size()) return;
    std::string_view frame = bytes.substr(0, *length);
    bytes.remove_prefix(*length);
    while (const auto message = rpc::take_delimited(frame)) {
      hadoop::common::RpcRequestHeaderProto header;
      (void)rpc::parse_message(header, *message);
    }
  }
}

void shake_hands(std::string_view bytes) {
  if (bytes.size() < rpc::kConnectionHeaderBytes) return;
  const rpc::ImpersonationCheck refuse_all;
  rpc::ServerHandshake handshake("127.0.0.1", refuse_all, nullptr);
  ByteBuffer out;
  using enum rpc::ServerHandshake::Next;
  if (handshake.preamble(bytes.substr(0, rpc::kConnectionHeaderBytes), out) == kClose) return;
  bytes.remove_prefix(rpc::kConnectionHeaderBytes);
  while (const auto message = rpc::take_delimited(bytes)) {
    const auto id = message->empty() ? rpc::kPingCallId : std::int32_t{-(*message)[0]};
    if (handshake.out_of_band(id, 0, message->substr(message->empty() ? 0 : 1), out) == kClose)
      return;
  }
}

const Registration frames{{"rpc_frames", read_frames, {call_frame(), control_frame(-4)}}};
const Registration handshake{{"rpc_handshake", shake_hands, {"hrpc\x09\x00\x00"}}};

}  // namespace

}  // namespace mammoth::fuzz
