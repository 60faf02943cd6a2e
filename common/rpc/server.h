// The server side of Hadoop RPC, version 9 (Hadoop: org.apache.hadoop.ipc.Server).
//
// An accepted connection is pinned to one thread of the IoPool, round robin, and all of its state
// lives there: no lock is taken between the arrival of a request and the departure of its response,
// and there is no call queue that all threads share. A connection reads as much as has arrived,
// runs every complete request and writes all answers with one system call.
//
// What is bounded: connections, bytes of a frame, calls in flight (held back or asynchronous) per
// server and per connection, bytes waiting to be written. A connection over its bound is not read
// any more until it falls below; a server over its bound answers RetriableException.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "common/async/io_pool.h"
#include "common/base/result.h"
#include "common/rpc/server_options.h"
#include "common/rpc/service.h"

namespace mammoth::rpc {

// Of one method, with whatever outcome.
struct MethodStatistics {
  std::string_view name;  // of its service: lives as long as that
  std::uint64_t calls = 0;
  std::uint64_t failures = 0;  // those answered with an exception
  std::uint64_t total_ns = 0;  // from the handler's start to its answer
};

// A reading of the server's counters; each is exact, but they are not taken at one instant.
struct ServerStatistics {
  std::uint64_t open_connections = 0;
  std::uint64_t calls = 0;  // dispatched since start
  std::uint64_t calls_in_flight = 0;
  std::uint64_t received_bytes = 0;
  std::uint64_t sent_bytes = 0;
  std::uint64_t refused_busy = 0;           // answered "Server too busy"
  std::vector<MethodStatistics> methods{};  // those that were called, by name
};

// Construct, add services, start, stop. Those four from one thread that is not of the pool; the
// rest from any. The pool, the services and all that ServerOptions points to must outlive stop().
class Server {
 public:
  Server(IoPool& pool, ServerOptions options);
  ~Server();  // stops
  Server(const Server&) = delete;

  void add(const Service& service);

  // Binds and begins to accept. Refuses (kIo) a bind that fails, and a bind that would let
  // unauthenticated machines in (common/net/listener.h).
  Result<void> start();

  // Closes the listening socket and every connection, waits until all handlers have ended.
  // Idempotent.
  void stop();

  std::uint16_t port() const;
  ServerStatistics statistics() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mammoth::rpc
