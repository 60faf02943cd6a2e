#include "common/http/server.h"

#include <pthread.h>

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <thread>
#include <unordered_set>

#include "common/async/task_group.h"
#include "common/base/log.h"
#include "common/http/connection.h"
#include "common/net/listener.h"

namespace mammoth::http {

using asio::ip::tcp;

class Server::Impl {
 public:
  Impl(ServerOptions options, Handler handler)
      : options_(std::move(options)), handler_(std::move(handler)) {}

  Result<void> start() {
    acceptor_ = TRY(
        listen(io_, {.address = options_.address,
                     .allow_unauthenticated_remote = options_.allow_unauthenticated_remote}));
    port_ = acceptor_->local_endpoint().port();
    workers_.emplace(options_.handler_threads);
    tasks_.emplace(io_.get_executor());
    accepting_.emplace(io_.get_executor());
    accepting_->spawn(accept_loop());
    thread_ = std::thread([this] {
      pthread_setname_np(pthread_self(), "http");
      const auto work = asio::make_work_guard(io_);
      io_.run();
    });
    return {};
  }

  void stop() {
    if (!thread_.joinable()) return;
    asio::co_spawn(io_, close_everything(), asio::use_future).get();
    io_.stop();
    thread_.join();
    workers_->join();
    acceptor_.reset();
  }

  std::uint16_t port() const { return port_; }
  std::uint64_t open_connections() const { return open_connections_; }

 private:
  Task<> accept_loop() {
    asio::steady_timer pause(io_);
    for (;;) {
      auto [failure, socket] =
          co_await acceptor_->async_accept(asio::as_tuple(asio::use_awaitable));
      if (failure == asio::error::operation_aborted) co_return;
      if (failure) {  // no descriptors, no memory: others must end first
        log::warn("http", "cannot accept on port {}: {}", port_, failure.message());
        pause.expires_after(std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::use_awaitable);
        continue;
      }
      if (open_connections_ < options_.max_connections) tasks_->spawn(serve(std::move(socket)));
    }
  }

  Task<> serve(tcp::socket socket) {
    if (stopping_) co_return;
    ++open_connections_;
    Connection connection({options_, handler_, *workers_}, std::move(socket));
    connections_.insert(&connection);
    co_await connection.run();
    connections_.erase(&connection);
    --open_connections_;
  }

  Task<> close_everything() {
    stopping_ = true;
    accepting_->cancel();
    co_await accepting_->join();
    acceptor_->close();
    for (Connection* connection : connections_) connection->close();
    co_await tasks_->join();
    accepting_.reset();
    tasks_.reset();
  }

  const ServerOptions options_;
  const Handler handler_;
  asio::io_context io_{1};
  std::optional<asio::thread_pool> workers_;
  std::optional<tcp::acceptor> acceptor_;
  std::optional<TaskGroup> accepting_;
  std::optional<TaskGroup> tasks_;               // connections
  std::unordered_set<Connection*> connections_;  // of the io thread
  bool stopping_ = false;                        // of the io thread
  std::atomic<std::uint64_t> open_connections_{0};
  std::thread thread_;
  std::uint16_t port_ = 0;
};

Server::Server(ServerOptions options, Handler handler)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler))) {}

Server::~Server() {
  stop();
}

Result<void> Server::start() {
  return impl_->start();
}
void Server::stop() {
  impl_->stop();
}
std::uint16_t Server::port() const {
  return impl_->port();
}
std::uint64_t Server::open_connections() const {
  return impl_->open_connections();
}

}  // namespace mammoth::http
