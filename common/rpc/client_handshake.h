// How a connection begins, seen from the client; drawn in handshake.h.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/net/byte_buffer.h"
#include "common/rpc/request.h"
#include "common/security/sasl.h"

namespace hadoop::common {
class RpcSaslProto;
}

namespace mammoth::rpc {

struct ClientUser {
  std::string name;
  std::string real_name{};  // set when `name` is impersonated
};

// A state machine over bytes; belongs to one connection. What it is given must outlive it.
class ClientHandshake {
 public:
  // Without a factory the client says who it is and proves nothing (SIMPLE); with one it lets the
  // server choose, and agrees to SIMPLE if that is offered.
  // `service` is the ip:port that was dialled, by which a token is found.
  ClientHandshake(const RequestContext& context, const ClientUser& user,
                  security::SaslClientFactory* sasl, std::string service = {});

  // Appends the first bytes. Without SASL that is all.
  void begin(ByteBuffer& out);

  // Takes a frame of the server (without its length) and appends what is to be answered. Errors end
  // the connection: what the server said, kAccessDenied if no method suits, kIo for nonsense.
  Result<void> receive(std::string_view frame, ByteBuffer& out);

  // Everything is said once what was appended is sent; calls may follow it.
  bool is_complete() const { return is_complete_; }

 private:
  Result<void> choose(const hadoop::common::RpcSaslProto& offered, ByteBuffer& out);
  Result<void> conclude(const hadoop::common::RpcSaslProto& success, ByteBuffer& out);
  void finish(ByteBuffer& out);

  const RequestContext& context_;
  const ClientUser& user_;
  security::SaslClientFactory* const factory_;
  const security::SaslPeer peer_;
  std::unique_ptr<security::SaslClient> sasl_;
  bool is_complete_ = false;
};

}  // namespace mammoth::rpc
