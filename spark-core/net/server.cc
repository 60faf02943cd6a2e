#include "spark-core/net/server.h"

#include <utility>

#include "common/base/log.h"

namespace mammoth::spark::net {

Server::Server(const std::string& host, int port, std::string secret, Handler handler)
    : secret_(std::move(secret)),
      handler_(std::move(handler)),
      listener_(host, port),
      thread_([this] { accept(); }) {}

Server::~Server() {
  stop();
}

void Server::stop() {
  std::list<std::unique_ptr<Connection>> open;
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stopping_, true)) return;
    listener_.close();
    open.swap(connections_);
    for (const auto& connection : open) connection->socket.shutdown();
  }
  thread_.join();
  for (const auto& connection : open) connection->thread.join();
}

void Server::accept() {
  while (std::optional<Socket> socket = listener_.accept()) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    forget_ended();
    if (connections_.size() >= kMostConnections) continue;
    auto connection = std::make_unique<Connection>(std::move(*socket));
    Connection& served = *connection;
    connections_.push_back(std::move(connection));
    served.thread = std::thread([this, &served] { serve(served); });
  }
}

void Server::serve(Connection& connection) {
  try {
    authenticate_client(connection.socket, secret_);
    handler_(connection.socket);
  } catch (const std::exception& error) {
    log::debug("spark-net", "{}", error.what());
  }
  connection.socket.shutdown();
  connection.done = true;
}

void Server::forget_ended() {
  connections_.remove_if([](const std::unique_ptr<Connection>& each) {
    if (!each->done) return false;
    each->thread.join();
    return true;
  });
}

}  // namespace mammoth::spark::net
