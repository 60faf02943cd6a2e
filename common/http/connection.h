// One connection of the server: reads a request, has it handled, writes the answer, and again. All
// members on the server's io thread, but for what a handler does through Exchange. Boost.Beast
// parses the requests; connection.cc alone includes it.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <string>

#include "common/async/task.h"
#include "common/http/server.h"

namespace mammoth::http {

// What connections share. Constant while the server runs; outlives them.
struct ConnectionContext {
  const ServerOptions& options;
  const Handler& handler;
  asio::thread_pool& workers;
};

class Connection {
 public:
  Connection(const ConnectionContext& context, asio::ip::tcp::socket socket);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Serves until the connection ends; does not throw.
  Task<> run();
  // Ends it: what waits for the client fails. run() returns once a handler that is at work has
  // returned.
  void close();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mammoth::http
