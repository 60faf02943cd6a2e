#include "common/rpc/request.h"

#include "common/protocol/rpc/request_header.pb.h"
#include "common/protocol/rpc/rpc_header.pb.h"
#include "common/rpc/frame.h"

namespace mammoth::rpc {

using hadoop::common::RequestHeaderProto;
using hadoop::common::RpcRequestHeaderProto;

namespace {

void fill(RpcRequestHeaderProto& header, const RequestContext& context, std::int32_t call_id,
          std::int32_t retry_count) {
  header.set_rpckind(hadoop::common::RPC_PROTOCOL_BUFFER);
  header.set_rpcop(RpcRequestHeaderProto::RPC_FINAL_PACKET);
  header.set_callid(call_id);
  header.set_clientid(context.client_id);
  header.set_retrycount(retry_count);
  if (context.caller_context.empty())
    header.clear_callercontext();
  else
    header.mutable_callercontext()->set_context(context.caller_context);
}

}  // namespace

// The headers are reused, so that a call allocates little.
void append_call(ByteBuffer& out, const RequestContext& context, const Outgoing& call) {
  thread_local RpcRequestHeaderProto header;
  thread_local RequestHeaderProto method;
  fill(header, context, call.call_id, call.retry_count);
  method.set_methodname(call.method.data(), call.method.size());
  method.set_declaringclassprotocolname(context.protocol);
  method.set_clientprotocolversion(context.version);
  append_frame(out, {&header, &method}, call.request);
}

void append_control(ByteBuffer& out, std::int32_t call_id, const RequestContext& context,
                    const MessageLite* message) {
  RpcRequestHeaderProto header;
  fill(header, context, call_id, kNoRetryCount);
  if (message == nullptr)
    append_frame(out, {&header});
  else
    append_frame(out, {&header, message});
}

}  // namespace mammoth::rpc
