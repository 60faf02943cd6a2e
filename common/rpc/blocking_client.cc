#include "common/rpc/blocking_client.h"

#include <pthread.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <optional>
#include <thread>

namespace mammoth::rpc {

// Members that concern the network are destroyed on the io thread.
class BlockingClient::Impl {
 public:
  explicit Impl(ClientOptions options)
      : client_(std::in_place, context_.get_executor(), std::move(options)),
        work_(asio::make_work_guard(context_)),
        thread_([this] {
          pthread_setname_np(pthread_self(), "rpc-client");
          context_.run();
        }) {}

  ~Impl() {
    on_io_thread([this] { client_.reset(); });
    work_.reset();
    thread_.join();
  }

  template <class F>
  void on_io_thread(F function) {
    asio::post(context_, asio::use_future(std::move(function))).get();
  }

  asio::io_context& context() { return context_; }
  Client& client() { return *client_; }

 private:
  asio::io_context context_{/*concurrency_hint=*/1};
  std::optional<Client> client_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::thread thread_;
};

class BlockingProxy::Impl {
 public:
  Impl(BlockingClient::Impl& client, Target target)
      : client_(client), proxy_(std::in_place, client.client(), std::move(target)) {}
  ~Impl() {
    client_.on_io_thread([this] { proxy_.reset(); });
  }

  Result<std::string> call(std::string_view method, std::string request) {
    return asio::co_spawn(client_.context(), proxy_->call_bytes(method, std::move(request)),
                          asio::use_future)
        .get();
  }

 private:
  BlockingClient::Impl& client_;
  std::optional<Proxy> proxy_;
};

BlockingProxy::BlockingProxy(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BlockingProxy::~BlockingProxy() = default;

Result<std::string> BlockingProxy::call_bytes(std::string_view method, std::string request) {
  return impl_->call(method, std::move(request));
}

BlockingClient::BlockingClient(ClientOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}
BlockingClient::~BlockingClient() = default;

const std::string& BlockingClient::id() const {
  return impl_->client().id();
}

std::unique_ptr<BlockingProxy> BlockingClient::proxy(Target target) {
  return std::unique_ptr<BlockingProxy>(
      new BlockingProxy(std::make_unique<BlockingProxy::Impl>(*impl_, std::move(target))));
}

}  // namespace mammoth::rpc
