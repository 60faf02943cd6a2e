#include "common/rpc/handshake.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/check.h"
#include "common/protocol/rpc/ipc_connection_context.pb.h"
#include "common/protocol/rpc/rpc_header.pb.h"
#include "common/rpc/frame.h"
#include "common/rpc/remote_error.h"

namespace mammoth::rpc {

using hadoop::common::IpcConnectionContextProto;
using hadoop::common::RpcSaslProto;

namespace {

constexpr std::size_t kMaxUserNameBytes = 1024;
constexpr std::string_view kAccessControl = "org.apache.hadoop.security.AccessControlException";
constexpr std::string_view kAuthorization =
    "org.apache.hadoop.security.authorize.AuthorizationException";
constexpr std::string_view kIpcException = "org.apache.hadoop.ipc.IpcException";

Fatal unauthorized(std::string_view java_class, std::string message) {
  return {.code = FatalCode::kUnauthorized,
          .java_class = std::string(java_class),
          .message = std::move(message)};
}

Error authorization_error(std::string message) {
  return {ErrorCode::kRemote, std::move(message), std::string(kAuthorization)};
}

bool offers_simple(const security::SaslServerFactory& factory) {
  return std::ranges::any_of(factory.offers(),
                             [](const auto& offer) { return offer.method == "SIMPLE"; });
}

std::string not_enabled(std::string_view method, const std::vector<security::SaslOffer>& offers) {
  std::string available;
  for (const security::SaslOffer& offer : offers)
    available += (available.empty() ? "" : ", ") + offer.method;
  return fmt::format("{} authentication is not enabled.  Available:[{}]", method, available);
}

security::SaslOffer offer_from(const RpcSaslProto::SaslAuth& auth) {
  return {.method = auth.method(),
          .mechanism = auth.mechanism(),
          .protocol = auth.protocol(),
          .server_id = auth.serverid()};
}

}  // namespace

ServerHandshake::ServerHandshake(std::string remote_address,
                                 const ImpersonationCheck& may_impersonate,
                                 security::SaslServerFactory* sasl)
    : may_impersonate_(may_impersonate), sasl_factory_(sasl) {
  peer_.remote_address = std::move(remote_address);
}

ServerHandshake::Next ServerHandshake::preamble(std::string_view bytes, ByteBuffer& out) {
  const ConnectionHeader header = parse_connection_header(bytes);
  if (header.is_http_get) {
    out.append(http_get_reply());
    return Next::kClose;
  }
  if (!header.is_hadoop_rpc || header.version != kIpcVersion) {
    out.append(version_mismatch_reply(header.version));
    return Next::kClose;
  }
  auth_ = static_cast<AuthProtocol>(header.auth_protocol);
  if (auth_ == AuthProtocol::kSasl) return Next::kContinue;
  if (auth_ != AuthProtocol::kNone) {
    const int number = static_cast<std::int8_t>(header.auth_protocol);
    append_fatal(out, unauthorized(kIpcException, fmt::format("Unknown auth protocol:{}", number)));
    return Next::kClose;
  }
  if (sasl_factory_ == nullptr || offers_simple(*sasl_factory_)) return Next::kContinue;
  append_fatal(out, unauthorized(kAccessControl, not_enabled("SIMPLE", sasl_factory_->offers())));
  return Next::kClose;
}

ServerHandshake::Next ServerHandshake::out_of_band(std::int32_t call_id, std::int32_t retry_count,
                                                   std::string_view rest, ByteBuffer& out) {
  std::optional<Fatal> fatal = judge(call_id, rest, out);
  if (!fatal) return Next::kContinue;
  fatal->call_id = call_id;
  fatal->retry_count = retry_count;
  append_fatal(out, *fatal);
  return Next::kClose;
}

std::optional<Fatal> ServerHandshake::judge(std::int32_t call_id, std::string_view rest,
                                            ByteBuffer& out) {
  switch (call_id) {
    case kPingCallId:
      return std::nullopt;
    case kConnectionContextCallId:
      if (established_) return Fatal{.message = "Connection context already processed"};
      if (auth_ == AuthProtocol::kSasl && !authenticated_)
        return Fatal{.message = "Connection header sent during SASL negotiation"};
      return context(rest);
    case kSaslCallId:
      if (auth_ != AuthProtocol::kSasl)
        return Fatal{.message = "SASL protocol not requested by client"};
      if (authenticated_) return Fatal{.message = "Negotiation is already complete"};
      return sasl(rest, out);
    default:
      return Fatal{.message = fmt::format("Unknown out of band call #{}", call_id)};
  }
}

std::optional<Fatal> ServerHandshake::context(std::string_view rest) {
  IpcConnectionContextProto message;
  const auto bytes = take_delimited(rest);
  if (!bytes || !parse_message(message, *bytes))
    return Fatal{.code = FatalCode::kDeserializingRequest,
                 .message = "Error decoding IpcConnectionContextProto"};
  if (const Result<void> who = identify(message); !who)
    return unauthorized(java_class_of(who.error()), who.error().message);
  established_ = true;
  return std::nullopt;
}

Result<void> ServerHandshake::identify(const IpcConnectionContextProto& context) {
  const std::string& effective = context.userinfo().effectiveuser();
  const std::string& real = context.userinfo().realuser();
  if (std::max(effective.size(), real.size()) > kMaxUserNameBytes)
    return authorization_error("User name is too long");

  if (!authenticated_) {
    // Hadoop lets a nameless caller act as the server's own user, which no client needs.
    if (effective.empty()) return authorization_error("No user name in the connection context");
    peer_.user = effective;
    peer_.real_user = real;
  } else if (!effective.empty() && effective != peer_.user) {
    if (chosen_.method == "TOKEN")
      return Error{
          ErrorCode::kAccessDenied,
          fmt::format("Authenticated user ({}) doesn't match what the client claims to be ({})",
                      peer_.user, effective)};
    peer_.real_user = std::exchange(peer_.user, effective);
  }
  if (peer_.real_user.empty()) return {};

  const Result<void> allowed =
      may_impersonate_
          ? may_impersonate_(peer_.real_user, peer_.user, peer_.remote_address)
          : Error{ErrorCode::kAccessDenied, fmt::format("User: {} is not allowed to impersonate {}",
                                                        peer_.real_user, peer_.user)};
  if (!allowed) return authorization_error(allowed.error().message);
  return {};
}

std::optional<Fatal> ServerHandshake::sasl(std::string_view rest, ByteBuffer& out) {
  RpcSaslProto message;
  const auto bytes = take_delimited(rest);
  if (!bytes || !parse_message(message, *bytes))
    return Fatal{.code = FatalCode::kDeserializingRequest,
                 .message = "Error decoding RpcSaslProto"};
  const Result<void> done = [&]() -> Result<void> {
    switch (message.state()) {
      case RpcSaslProto::NEGOTIATE:
        return negotiate(out);
      case RpcSaslProto::INITIATE:
        return initiate(message, out);
      case RpcSaslProto::RESPONSE:
        return step(message, out);
      default:
        return Error{ErrorCode::kAccessDenied, "Client sent unsupported SASL state"};
    }
  }();
  if (done) return std::nullopt;
  return unauthorized(java_class_of(done.error()), done.error().message);
}

Result<void> ServerHandshake::negotiate(ByteBuffer& out) {
  if (offered_) return Error{ErrorCode::kAccessDenied, "Client already attempted negotiation"};
  offered_ = true;

  RpcSaslProto reply;
  if (sasl_factory_ == nullptr) {
    reply.set_state(RpcSaslProto::SUCCESS);
    auth_ = AuthProtocol::kNone;
    append_sasl(out, reply);
    return {};
  }
  reply.set_state(RpcSaslProto::NEGOTIATE);
  for (const security::SaslOffer& offer : sasl_factory_->offers()) {
    auto& auth = *reply.add_auths();
    auth.set_method(offer.method);
    auth.set_mechanism(offer.mechanism);
    if (offer.method == "SIMPLE") continue;
    auth.set_protocol(offer.protocol);
    auth.set_serverid(offer.server_id);
    // A token's first challenge goes along and saves a round trip.
    if (offer.method == "TOKEN" && sasl_ == nullptr) {
      chosen_ = offer;
      sasl_ = TRY(sasl_factory_->create(offer));
      auth.set_challenge(TRY(sasl_->step("")).token);
    }
  }
  append_sasl(out, reply);
  return {};
}

Result<void> ServerHandshake::initiate(const RpcSaslProto& message, ByteBuffer& out) {
  if (message.auths_size() != 1)
    return Error{ErrorCode::kAccessDenied, "Client mechanism is malformed"};
  const security::SaslOffer wanted = offer_from(message.auths(0));
  // A server that speaks only SIMPLE takes it also without having been asked first.
  const auto offers = sasl_factory_ != nullptr ? sasl_factory_->offers()
                                               : std::vector<security::SaslOffer>{{"SIMPLE", ""}};
  const bool is_offered = std::ranges::find(offers, wanted) != offers.end();
  if (!is_offered && !offered_ && sasl_factory_ != nullptr) return negotiate(out);
  if (!is_offered) return Error{ErrorCode::kAccessDenied, not_enabled(wanted.method, offers)};
  if (wanted.method == "SIMPLE") {
    auth_ = AuthProtocol::kNone;
    sasl_.reset();
    return {};
  }
  if (sasl_ == nullptr || wanted != chosen_) {
    chosen_ = wanted;
    sasl_ = TRY(sasl_factory_->create(wanted));
  }
  return step(message, out);
}

Result<void> ServerHandshake::step(const RpcSaslProto& message, ByteBuffer& out) {
  if (sasl_ == nullptr || !message.has_token())
    return Error{ErrorCode::kAccessDenied, "Client did not send a token"};
  const security::SaslStep answer = TRY(sasl_->step(message.token()));
  if (answer.complete) {
    authenticated_ = true;
    peer_.user = sasl_->user();
    peer_.token_identifier = sasl_->token_identifier();
  }
  RpcSaslProto reply;
  reply.set_state(answer.complete ? RpcSaslProto::SUCCESS : RpcSaslProto::CHALLENGE);
  reply.set_token(answer.token);
  append_sasl(out, reply);
  return {};
}

}  // namespace mammoth::rpc
