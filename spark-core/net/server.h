// Accepts connections that know the secret, a thread for each. Those above the limit are closed at
// once; what a handler throws ends its connection and is a line of the log.
#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "spark-core/net/frame.h"

namespace mammoth::spark::net {

class Server {
 public:
  // Runs on the connection's thread; the connection ends when it returns.
  using Handler = std::function<void(Socket& socket)>;
  // Listens from now on; throws std::system_error.
  Server(const std::string& host, int port, std::string secret, Handler handler);
  ~Server();  // stops
  int port() const { return listener_.port(); }
  // Ends all connections and waits for their handlers. Idempotent; not from a handler.
  void stop();

 private:
  struct Connection {
    Socket socket;
    std::thread thread;
    std::atomic<bool> done{false};
    explicit Connection(Socket&& each) : socket(std::move(each)) {}
  };
  void accept();
  void serve(Connection& connection);
  void forget_ended();  // with mutex_ held

  static constexpr std::size_t kMostConnections = 4096;
  const std::string secret_;
  const Handler handler_;
  Listener listener_;
  std::mutex mutex_;
  bool stopping_ = false;                                // guarded by mutex_
  std::list<std::unique_ptr<Connection>> connections_;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace mammoth::spark::net
