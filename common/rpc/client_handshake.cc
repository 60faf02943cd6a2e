#include "common/rpc/client_handshake.h"

#include "common/base/check.h"
#include "common/protocol/rpc/ipc_connection_context.pb.h"
#include "common/protocol/rpc/rpc_header.pb.h"
#include "common/rpc/connection_header.h"
#include "common/rpc/frame.h"
#include "common/rpc/remote_error.h"
#include "common/rpc/request.h"

namespace mammoth::rpc {

using hadoop::common::RpcResponseHeaderProto;
using hadoop::common::RpcSaslProto;

namespace {

// SASL frames name no client.
void append_sasl_request(ByteBuffer& out, const RpcSaslProto& message) {
  append_control(out, kSaslCallId, RequestContext{}, &message);
}

Result<RpcSaslProto> parse_sasl(std::string_view frame) {
  const Error malformed{ErrorCode::kIo, "malformed SASL response"};
  RpcResponseHeaderProto header;
  const auto header_bytes = take_delimited(frame);
  if (!header_bytes || !parse_message(header, *header_bytes)) return malformed;
  if (header.status() != RpcResponseHeaderProto::SUCCESS)
    return error_from_java(header.exceptionclassname(), header.errormsg());
  RpcSaslProto message;
  const auto message_bytes = take_delimited(frame);
  if (!message_bytes || !parse_message(message, *message_bytes)) return malformed;
  return message;
}

}  // namespace

ClientHandshake::ClientHandshake(const RequestContext& context, const ClientUser& user,
                                 security::SaslClientFactory* sasl, std::string service)
    : context_(context),
      user_(user),
      factory_(sasl),
      peer_{.protocol = context.protocol, .service = std::move(service)} {}

void ClientHandshake::begin(ByteBuffer& out) {
  if (factory_ == nullptr) {
    out.append(encode_connection_header(AuthProtocol::kNone));
    return finish(out);
  }
  out.append(encode_connection_header(AuthProtocol::kSasl));
  RpcSaslProto message;
  message.set_state(RpcSaslProto::NEGOTIATE);
  append_sasl_request(out, message);
}

Result<void> ClientHandshake::receive(std::string_view frame, ByteBuffer& out) {
  check(!is_complete_, "a handshake ends once");
  const RpcSaslProto message = TRY(parse_sasl(frame));
  switch (message.state()) {
    case RpcSaslProto::NEGOTIATE:
      return choose(message, out);
    case RpcSaslProto::CHALLENGE: {
      if (sasl_ == nullptr) break;
      const security::SaslStep answer = TRY(sasl_->step(message.token()));
      RpcSaslProto reply;
      reply.set_state(RpcSaslProto::RESPONSE);
      reply.set_token(answer.token);
      append_sasl_request(out, reply);
      return {};
    }
    case RpcSaslProto::SUCCESS:
      return conclude(message, out);
    default:
      break;
  }
  return Error{ErrorCode::kIo, "unexpected SASL state from the server"};
}

// The server's last token proves that it is who the client meant.
Result<void> ClientHandshake::conclude(const RpcSaslProto& success, ByteBuffer& out) {
  if (sasl_ != nullptr) {
    const bool is_proved = success.has_token() && TRY(sasl_->step(success.token())).complete;
    if (!is_proved)
      return Error{ErrorCode::kRemote, "Client is out of sync with server",
                   "javax.security.sasl.SaslException"};
  }
  finish(out);
  return {};
}

Result<void> ClientHandshake::choose(const RpcSaslProto& offered, ByteBuffer& out) {
  std::string methods;
  for (const RpcSaslProto::SaslAuth& auth : offered.auths()) {
    methods += (methods.empty() ? "" : ", ") + auth.method();
    RpcSaslProto reply;
    reply.set_state(RpcSaslProto::INITIATE);
    *reply.add_auths() = auth;
    reply.mutable_auths(0)->clear_challenge();
    if (auth.method() == "SIMPLE") {
      reply.set_token("");
      append_sasl_request(out, reply);
      sasl_.reset();
      finish(out);
      return {};
    }
    sasl_ = factory_->create({.method = auth.method(),
                              .mechanism = auth.mechanism(),
                              .protocol = auth.protocol(),
                              .server_id = auth.serverid()},
                             peer_);
    if (sasl_ == nullptr) continue;
    reply.set_token(TRY(sasl_->step(auth.challenge())).token);
    append_sasl_request(out, reply);
    return {};
  }
  return Error{ErrorCode::kAccessDenied, "Client cannot authenticate via:[" + methods + "]"};
}

void ClientHandshake::finish(ByteBuffer& out) {
  hadoop::common::IpcConnectionContextProto message;
  message.set_protocol(context_.protocol);
  // Who was authenticated need not be said again, only for whom he acts.
  const bool is_authenticated = sasl_ != nullptr;
  auto& who = *message.mutable_userinfo();  // present, even when it says nothing
  if (!is_authenticated || !user_.real_name.empty()) who.set_effectiveuser(user_.name);
  if (!is_authenticated && !user_.real_name.empty()) who.set_realuser(user_.real_name);
  append_control(out, kConnectionContextCallId, context_, &message);
  is_complete_ = true;
}

}  // namespace mammoth::rpc
