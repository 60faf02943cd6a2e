// How a connection begins, seen from the server: who is there, and may he?
//
//   client                                    server
//   preamble, auth 0                          (silence)
//   context {user, protocol}, calls …         answers
//
//   preamble, auth 0xDF
//   SASL NEGOTIATE                            SASL SUCCESS: only SIMPLE is spoken here, go on
//   without
//                                             SASL NEGOTIATE {offers, first challenge}
//   SASL INITIATE {chosen offer, token}       SASL CHALLENGE {token} | SUCCESS {token} | nothing
//   (SIMPLE) SASL RESPONSE {token}                     … context {user to act for, protocol}
//
// Whatever is out of order is answered with a FATAL frame, after which the connection ends (Hadoop:
// Server.Connection.saslProcess, processConnectionContext).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/net/byte_buffer.h"
#include "common/rpc/call.h"
#include "common/rpc/connection_header.h"
#include "common/rpc/response.h"
#include "common/rpc/server_options.h"
#include "common/security/sasl.h"

namespace hadoop::common {
class IpcConnectionContextProto;
class RpcSaslProto;
}  // namespace hadoop::common

namespace mammoth::rpc {

// A state machine over bytes; belongs to one connection and its thread. The references it is given
// must outlive it.
class ServerHandshake {
 public:
  enum class Next { kContinue, kClose };  // kClose: send what was appended, then close

  // `sasl` may be null: only SIMPLE. An empty `may_impersonate` refuses everybody.
  ServerHandshake(std::string remote_address, const ImpersonationCheck& may_impersonate,
                  security::SaslServerFactory* sasl);

  // The first kConnectionHeaderBytes of the connection.
  Next preamble(std::string_view bytes, ByteBuffer& out);

  // A frame with a negative call id, `rest` being what follows its header.
  Next out_of_band(std::int32_t call_id, std::int32_t retry_count, std::string_view rest,
                   ByteBuffer& out);

  bool is_established() const { return established_; }
  const Peer& peer() const { return peer_; }  // complete once established

 private:
  std::optional<Fatal> judge(std::int32_t call_id, std::string_view rest, ByteBuffer& out);
  std::optional<Fatal> context(std::string_view rest);
  Result<void> identify(const hadoop::common::IpcConnectionContextProto& context);
  std::optional<Fatal> sasl(std::string_view rest, ByteBuffer& out);
  Result<void> negotiate(ByteBuffer& out);
  Result<void> initiate(const hadoop::common::RpcSaslProto& message, ByteBuffer& out);
  Result<void> step(const hadoop::common::RpcSaslProto& message, ByteBuffer& out);

  const ImpersonationCheck& may_impersonate_;
  security::SaslServerFactory* const sasl_factory_;

  AuthProtocol auth_ = AuthProtocol::kNone;
  bool offered_ = false;        // NEGOTIATE was answered
  bool authenticated_ = false;  // by sasl_, as peer_.user
  security::SaslOffer chosen_;  // what sasl_ speaks
  std::unique_ptr<security::SaslServer> sasl_;
  bool established_ = false;
  Peer peer_;
};

}  // namespace mammoth::rpc
