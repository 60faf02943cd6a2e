#include "datanode/transfer/xceiver_server.h"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include "common/base/log.h"
#include "common/net/domain_socket.h"
#include "common/net/listener.h"

namespace mammoth::datanode {
namespace {

// Long enough for a descriptor to come free when there are none left.
constexpr std::chrono::milliseconds kPauseAfterFailure{100};

}  // namespace

XceiverServer::XceiverServer(const TransferContext& context)
    : context_(context), max_conversations_(context.options.max_conversations) {}

XceiverServer::~XceiverServer() { stop(); }

Result<void> XceiverServer::start() {
  const ListenOptions listening{
      .address = context_.options.address,
      .allow_unauthenticated_remote = context_.options.allow_unauthenticated_remote};
  asio::ip::tcp::acceptor acceptor = TRY(listen(io_, listening));
  port_ = acceptor.local_endpoint().port();
  TRY(start_domain());
  asio::co_spawn(io_, accept_all(std::move(acceptor)), [](const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
  });
  acceptor_thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "xceiver-accept");
    io_.run();
  });
  return {};
}

void XceiverServer::stop() {
  io_.stop();
  if (acceptor_thread_.joinable()) acceptor_thread_.join();
  std::list<std::unique_ptr<Xceiver>> all;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    all.swap(living_);
    for (const auto& each : all) each->stop();
  }
  all.clear();
  bury();
}

Result<void> XceiverServer::start_domain() {
  const auto path = domain_socket_path(context_.options.domain_socket_path, port_);
  if (path.empty()) return {};
  TRY(check_domain_socket_path(path));
  FileHandle listening = TRY(listen_on_domain_socket(path));
  asio::local::stream_protocol::acceptor acceptor(io_);
  acceptor.assign(asio::local::stream_protocol(), listening.release());
  asio::co_spawn(io_, accept_all_domain(std::move(acceptor)), [](const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
  });
  log::info("datanode", "Listening on UNIX domain socket: {}", path);
  return {};
}

Task<> XceiverServer::accept_all_domain(asio::local::stream_protocol::acceptor acceptor) {
  for (;;) {
    asio::local::stream_protocol::socket socket(io_);
    boost::system::error_code error;
    co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
    bury();
    if (!error) {
      auto xceiver = std::make_unique<Xceiver>(context_);
      xceiver->take_domain_socket(FileHandle(socket.release()));
      admit(std::move(xceiver));
      continue;
    }
    log::warn("datanode", "DomainPeerServer: {}", error.message());
    asio::steady_timer pause(io_, kPauseAfterFailure);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

Task<> XceiverServer::accept_all(asio::ip::tcp::acceptor acceptor) {
  for (;;) {
    auto xceiver = std::make_unique<Xceiver>(context_);
    boost::system::error_code error;
    co_await acceptor.async_accept(xceiver->socket(),
                                   asio::redirect_error(asio::use_awaitable, error));
    bury();
    if (!error) {
      admit(std::move(xceiver));
      continue;
    }
    log::warn("datanode", "DataXceiverServer: {}", error.message());
    asio::steady_timer pause(io_, kPauseAfterFailure);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

void XceiverServer::admit(std::unique_ptr<Xceiver> xceiver) {
  const std::size_t limit = max_conversations_;
  const auto count = active_ + 1;
  if (count > limit) {
    log::warn("datanode", "Xceiver count {} exceeds the limit of concurrent xceivers: {}", count,
              limit);
    return;
  }
  const std::lock_guard lock(mutex_);
  ++active_;
  try {
    xceiver->start([this](Xceiver& self) { ended(self); });
  } catch (const std::system_error& e) {
    --active_;
    log::error("datanode", "DataXceiverServer: no thread for another connection: {}", e.what());
    return;
  }
  living_.push_back(std::move(xceiver));
}

// On the conversation's own thread, which cannot join itself.
void XceiverServer::ended(Xceiver& xceiver) {
  --active_;
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  const auto found = std::ranges::find(living_, &xceiver, &std::unique_ptr<Xceiver>::get);
  departed_.splice(departed_.end(), living_, found);
}

void XceiverServer::bury() {
  std::list<std::unique_ptr<Xceiver>> dead;
  const std::lock_guard lock(mutex_);
  dead.swap(departed_);
}

void XceiverServer::evict_writers() {
  log::info("datanode", "Evicting all writers.");
  const std::lock_guard lock(mutex_);
  for (const auto& each : living_) each->stop_if_writing();
}

}  // namespace mammoth::datanode
