// Frames from a client as bytes.
#pragma once

#include <google/protobuf/message_lite.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "common/net/byte_buffer.h"

namespace mammoth::rpc {

// Where a client's calls go and what they carry along.
struct RequestContext {
  std::string protocol{};        // Java interface name
  std::uint64_t version = 1;     // of the protocol
  std::string client_id{};       // 16 bytes; empty in SASL frames
  std::string caller_context{};  // for the audit log; may be empty
};

// One attempt of a call. The views must live until it has ended.
struct Outgoing {
  std::string_view method;
  std::string_view request;  // serialised
  std::int32_t call_id = 0;
  std::int32_t retry_count = 0;
};

void append_call(ByteBuffer& out, const RequestContext& context, const Outgoing& call);

// Appends a frame that is no call: connection context, SASL, ping (`message` null).
void append_control(ByteBuffer& out, std::int32_t call_id, const RequestContext& context,
                    const google::protobuf::MessageLite* message);

}  // namespace mammoth::rpc
