#include "common/rpc/response.h"

#include <fmt/format.h>

#include "common/protocol/rpc/rpc_header.pb.h"
#include "common/rpc/connection_header.h"
#include "common/rpc/remote_error.h"

namespace mammoth::rpc {

using Header = hadoop::common::RpcResponseHeaderProto;

namespace {

void fill(Header& header, std::int32_t call_id, std::int32_t retry_count,
          Header::RpcStatusProto status) {
  header.set_callid(static_cast<std::uint32_t>(call_id));
  header.set_retrycount(retry_count);
  header.set_status(status);
  header.set_serveripcversionnum(kIpcVersion);
}

// Reused so that the common answer allocates nothing.
const Header& success_header(const Call& call) {
  thread_local Header header;
  fill(header, call.call_id(), call.retry_count(), Header::SUCCESS);
  header.set_clientid(call.client_id().data(), call.client_id().size());
  return header;
}

Header::RpcErrorCodeProto error_detail(ErrorCode code) {
  switch (code) {
    case ErrorCode::kRpcNoSuchMethod:
      return Header::ERROR_NO_SUCH_METHOD;
    case ErrorCode::kRpcNoSuchProtocol:
      return Header::ERROR_NO_SUCH_PROTOCOL;
    case ErrorCode::kVersionMismatch:
      return Header::ERROR_RPC_VERSION_MISMATCH;
    case ErrorCode::kRpcServer:
      return Header::ERROR_RPC_SERVER;
    default:
      return Header::ERROR_APPLICATION;
  }
}

Header::RpcErrorCodeProto error_detail(FatalCode code) {
  switch (code) {
    case FatalCode::kInvalidHeader:
      return Header::FATAL_INVALID_RPC_HEADER;
    case FatalCode::kDeserializingRequest:
      return Header::FATAL_DESERIALIZING_REQUEST;
    case FatalCode::kVersionMismatch:
      return Header::FATAL_VERSION_MISMATCH;
    case FatalCode::kUnauthorized:
      return Header::FATAL_UNAUTHORIZED;
  }
  return Header::FATAL_UNKNOWN;
}

}  // namespace

Result<std::size_t> append_success(ByteBuffer& out, const Call& call, const MessageLite& response) {
  const std::size_t bytes = response.ByteSizeLong();
  if (bytes > kMaxFrameBytes)
    return Error{
        ErrorCode::kRpcServer,
        fmt::format("the response to {} has {} bytes, more than the {} that clients accept",
                    call.method_name(), bytes, kMaxFrameBytes)};
  append_frame(out, {&success_header(call), &response});
  return bytes;
}

void append_success(ByteBuffer& out, const Call& call, std::string_view response) {
  append_frame(out, {&success_header(call)}, response);
}

void append_error(ByteBuffer& out, const Call& call, const Error& error) {
  Header header;
  fill(header, call.call_id(), call.retry_count(), Header::ERROR);
  header.set_clientid(call.client_id().data(), call.client_id().size());
  header.set_exceptionclassname(std::string(java_class_of(error)));
  header.set_errormsg(error.message);
  header.set_errordetail(error_detail(error.code));
  append_frame(out, {&header});
}

void append_fatal(ByteBuffer& out, const Fatal& fatal) {
  Header header;
  fill(header, fatal.call_id, fatal.retry_count, Header::FATAL);
  header.set_clientid("");
  header.set_exceptionclassname(fatal.java_class);
  header.set_errormsg(fatal.message);
  header.set_errordetail(error_detail(fatal.code));
  append_frame(out, {&header});
}

void append_sasl(ByteBuffer& out, const MessageLite& sasl) {
  Header header;
  fill(header, kSaslCallId, kNoRetryCount, Header::SUCCESS);
  header.set_clientid("");
  append_frame(out, {&header, &sasl});
}

}  // namespace mammoth::rpc
