// An HTTP/1.1 server (RFC 9112) for status pages and WebHDFS: keep-alive, pipelining, chunked and
// streamed bodies, Expect: 100-continue. Connections live on one thread of the server's own, and
// handlers, which may block, on a pool of it. Without TLS and without HTTP/2.
//
// What is bounded: connections (those above are closed at once), bytes of a request's head (431),
// bytes of a body where the server says so (413), the time a client may be silent in the middle of
// a request or between two, handlers at a time. What is malformed is answered 400 and the
// connection closed.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "common/base/result.h"
#include "common/config/host_port.h"
#include "common/http/exchange.h"

namespace mammoth::http {

struct ServerOptions {
  HostPort address{"127.0.0.1", 0};  // name or IP; port 0: any free one, see Server::port()
  bool allow_unauthenticated_remote = false;  // mammoth.security.allow-unauthenticated-remote
  std::size_t max_connections = 1'000;
  std::uint32_t max_head_bytes = 64u << 10;  // hadoop.http.max.request.header.size
  std::optional<std::uint64_t> max_body_bytes{};
  std::uint64_t max_discarded_bytes = 4u << 20;  // of a body that no handler reads
  std::chrono::milliseconds max_idle{60'000};     // hadoop.http.idle_timeout.ms
  std::size_t handler_threads = 8;
};

// Runs on several threads at once.
using Handler = std::function<void(Exchange&)>;

// Construct, start, stop: from one thread, which is none of the server's.
class Server {
 public:
  Server(ServerOptions options, Handler handler);
  ~Server();  // stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds and begins to accept. Refuses (kIo) a bind that fails, and a bind that would let
  // unauthenticated machines in (common/net/listener.h).
  Result<void> start();

  // Closes the listening socket and every connection, waits until all handlers have returned.
  // Idempotent.
  void stop();

  std::uint16_t port() const;
  std::uint64_t open_connections() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mammoth::http
