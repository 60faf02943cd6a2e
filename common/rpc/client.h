// The client side of Hadoop RPC, version 9, for coroutines (Hadoop: org.apache.hadoop.ipc.Client).
// Programs without an event loop use BlockingClient.
//
//   Client client(io.get_executor(), ClientOptions{});
//   Proxy namenode(client, {.addresses = {{"nn1", 8020}}, .protocol = "…ClientProtocol", .user =
//   "alice"}); auto status = co_await namenode.call<GetFileInfoResponseProto>("getFileInfo",
//   request);
//
// Everything that can go wrong is an Error, the broken world included, because a caller decides
// about a retry by the same rules in all cases: kUnknownHost and kConnect (the server was never
// reached), kEof and kSocketTimeout (connection or patience lost while waiting: the call may have
// run), or what the server answered.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/async/task.h"
#include "common/base/result.h"
#include "common/config/host_port.h"
#include "common/rpc/retry_policy.h"
#include "common/security/sasl.h"

namespace mammoth::rpc {

struct ClientOptions {
  Duration connect_timeout = std::chrono::seconds(20);  // ipc.client.connect.timeout
  Duration rpc_timeout =
      std::chrono::seconds(120);  // ipc.client.rpc-timeout.ms; zero: wait for ever
  Duration ping_interval = std::chrono::seconds(60);  // ipc.ping.interval
  Duration max_idle = std::chrono::seconds(10);       // ipc.client.connection.maxidletime
  std::uint32_t max_request_bytes = 127u << 20;       // a little below ipc.maximum.data.length
  std::uint32_t max_response_bytes = 128u << 20;      // ipc.maximum.response.length
  std::size_t max_in_flight = 10'000;                 // calls waiting on one connection
  std::string caller_context{};                       // for the server's audit log, e.g. "CLI"
  RetryPolicy retry{};
  security::SaslClientFactory* sasl =
      nullptr;  // not owned; set when the user holds a token or a ticket
};

// What a proxy speaks to. Several addresses are the NameNodes of one HA name service, tried in
// turn.
struct Target {
  std::vector<HostPort> addresses;
  std::string protocol;  // Java interface name
  std::uint64_t version = 1;
  std::string user;         // effective user
  std::string real_user{};  // set when `user` is impersonated
};

struct ClientState;
class ClientConnection;

// One identity towards all servers: a random 16-byte client id and the numbering of calls, which
// let a server recognise the second attempt of a call. Everything made from it runs on its
// executor, which must be one thread or a strand; use it and destroy it only there. Destroying it
// closes its connections; they unwind as the executor runs on, or go with it. Does no I/O itself.
class Client {
 public:
  Client(asio::any_io_executor executor, ClientOptions options);
  ~Client();
  Client(const Client&) = delete;

  const std::string& id() const;

 private:
  friend class Proxy;
  std::shared_ptr<ClientState> state_;
};

// One protocol of one server (or of the servers of an HA name service), for one user. Connects at
// the first call, reconnects when it must, keeps many calls in flight; answers may come in any
// order. Used on the client's executor only; no call may be in progress when it is destroyed.
//
// Failover: what RetryPolicy::is_failover() says moves the proxy to the next address, for all
// calls.
class Proxy {
 public:
  Proxy(Client& client, Target target);
  ~Proxy();
  Proxy(const Proxy&) = delete;

  template <class Resp, class Req>
  Task<Result<Resp>> call(std::string_view method, const Req& request);

  // The same with serialised messages. `method` must live until the call has ended.
  Task<Result<std::string>> call_bytes(std::string_view method, std::string request);

  const Target& target() const { return target_; }

 private:
  void fail_over(std::size_t from);

  const Target target_;
  const std::shared_ptr<ClientState> client_;
  std::vector<std::unique_ptr<ClientConnection>> connections_;  // one for each address
  std::size_t current_ = 0;
};

template <class Resp, class Req>
Task<Result<Resp>> Proxy::call(std::string_view method, const Req& request) {
  std::string payload = request.SerializeAsString();
  const std::string answer = CO_TRY(co_await call_bytes(method, std::move(payload)));
  Resp response;
  if (!response.ParseFromString(answer))
    co_return Error{ErrorCode::kIo, "malformed response to " + std::string(method)};
  co_return response;
}

}  // namespace mammoth::rpc
