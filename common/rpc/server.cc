#include "common/rpc/server.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>
#include <map>
#include <optional>
#include <vector>

#include "common/async/task_group.h"
#include "common/base/check.h"
#include "common/base/log.h"
#include "common/net/listener.h"
#include "common/rpc/shard.h"

namespace mammoth::rpc {

using asio::ip::tcp;

class Server::Impl {
 public:
  Impl(IoPool& pool, ServerOptions options) : accept_context_(pool.at(0)) {
    state_.options = std::move(options);
    for (std::size_t i = 0; i < pool.size(); ++i)
      shards_.push_back(std::make_unique<Shard>(state_, pool.at(i)));
  }

  void add(const Service& service) {
    check(!acceptor_, "services are added before the server starts");
    check(state_.services.emplace(service.protocol_name(), &service).second,
          "one service a protocol");
  }

  Result<void> start() {
    acceptor_ = TRY(listen(accept_context_, {.address = state_.options.address,
                                             .backlog = state_.options.listen_backlog,
                                             .allow_unauthenticated_remote =
                                                 state_.options.allow_unauthenticated_remote}));
    port_ = acceptor_->local_endpoint().port();
    if (state_.options.barrier != nullptr)
      state_.options.barrier->on_advance([this](std::uint64_t) {
        for (const auto& shard : shards_) shard->barrier_advanced();
      });
    for (const auto& shard : shards_) asio::post(shard->context(), [&shard] { shard->start(); });
    asio::post(accept_context_, [this] {
      accepting_.emplace(accept_context_.get_executor());
      accepting_->spawn(accept_loop());
    });
    return {};
  }

  void stop() {
    if (!acceptor_) return;
    run_on(accept_context_, stop_accepting());
    if (state_.options.barrier != nullptr) state_.options.barrier->on_advance({});
    for (const auto& shard : shards_) run_on(shard->context(), shard->stop());
    acceptor_.reset();
  }

  std::uint16_t port() const { return port_; }

  ServerStatistics statistics() const {
    ServerStatistics sum{.open_connections = state_.open_connections,
                         .calls_in_flight = state_.calls_in_flight};
    for (const auto& shard : shards_) {
      sum.calls += shard->calls.value();
      sum.received_bytes += shard->received_bytes.value();
      sum.sent_bytes += shard->sent_bytes.value();
      sum.refused_busy += shard->refused_busy.value();
    }
    std::map<std::string_view, MethodStatistics> methods;
    for (const auto& shard : shards_) shard->add_to(methods);
    for (const auto& [name, method] : methods) sum.methods.push_back(method);
    return sum;
  }

 private:
  static void run_on(asio::io_context& context, Task<> task) {
    asio::co_spawn(context, std::move(task), asio::use_future).get();
  }

  Task<> accept_loop() {
    asio::steady_timer pause(accept_context_);
    for (std::size_t next = 0;; next = (next + 1) % shards_.size()) {
      Shard& shard = *shards_[next];
      auto [failure, socket] =
          co_await acceptor_->async_accept(shard.context(), asio::as_tuple(asio::use_awaitable));
      if (failure == asio::error::operation_aborted) co_return;
      if (failure) {  // no descriptors, no memory: others must end first
        log::warn("rpc", "cannot accept on port {}: {}", port_, failure.message());
        pause.expires_after(std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::use_awaitable);
        continue;
      }
      if (state_.open_connections < state_.options.max_connections) shard.adopt(std::move(socket));
    }
  }

  Task<> stop_accepting() {
    accepting_->cancel();
    co_await accepting_->join();
    accepting_.reset();
    acceptor_->close();
  }

  asio::io_context& accept_context_;
  ServerState state_;
  std::vector<std::unique_ptr<Shard>> shards_;
  std::optional<tcp::acceptor> acceptor_;  // while running
  std::optional<TaskGroup> accepting_;     // on accept_context_
  std::uint16_t port_ = 0;
};

Server::Server(IoPool& pool, ServerOptions options)
    : impl_(std::make_unique<Impl>(pool, std::move(options))) {}

Server::~Server() {
  stop();
}

void Server::add(const Service& service) {
  impl_->add(service);
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
ServerStatistics Server::statistics() const {
  return impl_->statistics();
}

}  // namespace mammoth::rpc
