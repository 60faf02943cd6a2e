// Answers as bytes: the RpcResponseHeaderProto in front of a response, an error or a SASL step.
#pragma once

#include <google/protobuf/message_lite.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/net/byte_buffer.h"
#include "common/rpc/call.h"
#include "common/rpc/frame.h"

namespace mammoth::rpc {

// Appends the answer to `call` and returns how many bytes at the end of `out` are the serialised
// `response`. Refuses (kRpcServer, and appends nothing) a response that clients would not accept.
Result<std::size_t> append_success(ByteBuffer& out, const Call& call, const MessageLite& response);

// The same with a response serialised before (the retry cache's).
void append_success(ByteBuffer& out, const Call& call, std::string_view response);

// A refusal; the connection lives on.
void append_error(ByteBuffer& out, const Call& call, const Error& error);

enum class FatalCode { kInvalidHeader, kDeserializingRequest, kVersionMismatch, kUnauthorized };

// A last word: the client closes the connection, and so must the caller once it is sent.
struct Fatal {
  std::int32_t call_id = kAuthorizationFailedCallId;
  std::int32_t retry_count = kNoRetryCount;
  FatalCode code = FatalCode::kInvalidHeader;
  std::string java_class = "org.apache.hadoop.ipc.RpcServerException";
  std::string message{};
};

void append_fatal(ByteBuffer& out, const Fatal& fatal);

// Answers a SASL frame; `sasl` is an RpcSaslProto.
void append_sasl(ByteBuffer& out, const MessageLite& sasl);

}  // namespace mammoth::rpc
