#include "common/rpc/shard.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "common/base/log.h"
#include "common/net/address.h"
#include "common/net/failure_text.h"
#include "common/rpc/connection.h"

namespace mammoth::rpc {

using asio::ip::tcp;

namespace {

constexpr std::uint64_t kSweepsPerIdleTime = 2;

}  // namespace

Shard::Shard(ServerState& server, asio::io_context& context)
    : server_(server), context_(context), tasks_(context.get_executor()) {}

Shard::~Shard() = default;

void Shard::adopt(tcp::socket socket) {
  ++server_.open_connections;
  asio::post(context_, [this, socket = std::move(socket)]() mutable {
    boost::system::error_code gone;
    const auto remote = socket.remote_endpoint(gone);
    if (gone) {
      --server_.open_connections;
      return;
    }
    tasks_.spawn(serve(std::move(socket), to_text(remote.address())));
  });
}

Task<> Shard::serve(tcp::socket socket, std::string remote_address) {
  try {
    Connection connection(*this, std::move(socket), std::move(remote_address));
    connections_.insert(&connection);
    co_await connection.run();
  } catch (const std::exception& e) {
    log::warn("rpc", "a connection ended with {}", failure_text(e));
  }
  --server_.open_connections;
}

void Shard::forget(Connection& connection) {
  connections_.erase(&connection);
  holders_.erase(&connection);
}

void Shard::start() {
  tasks_.spawn(sweep_idle());
}

Task<> Shard::stop() {
  tasks_.cancel();
  co_await tasks_.join();
}

Task<> Shard::sweep_idle() {
  const Duration interval = std::max<Duration>(server_.options.client_max_idle / kSweepsPerIdleTime,
                                               std::chrono::milliseconds(10));
  asio::steady_timer timer(context_);
  for (;;) {
    timer.expires_after(interval);
    co_await timer.async_wait(asio::use_awaitable);
    ++sweep_;
    if (sweep_ < 2 * kSweepsPerIdleTime) continue;
    const bool is_crowded = server_.open_connections >= server_.options.idle_threshold;
    for (Connection* connection : connections_)
      if (connection->is_idle_since(sweep_ - 2 * kSweepsPerIdleTime) &&
          (is_crowded || !connection->is_established()))
        connection->abort();
  }
}

void Shard::add_holder(Connection& connection) {
  holders_.insert(&connection);
  has_held_ = true;
  release_held();
}

void Shard::barrier_advanced() {
  if (!has_held_ || release_posted_.exchange(true)) return;
  asio::post(context_, [this] {
    release_posted_ = false;
    release_held();
  });
}

void Shard::release_held() {
  const DurabilityBarrier& barrier = *server_.options.barrier;
  if (barrier.failed()) {
    for (Connection* connection : holders_) connection->abort();
    return;
  }
  const std::uint64_t durable_sequence = barrier.durable_sequence();
  std::erase_if(holders_, [&](Connection* c) { return !c->release_held(durable_sequence); });
  if (holders_.empty()) has_held_ = false;
}

MethodCounters& Shard::counters_of(const Method& method) {
  const auto found = method_counters_.find(&method);
  if (found != method_counters_.end()) return *found->second;
  const std::lock_guard lock(method_counters_mutex_);
  return *method_counters_.emplace(&method, std::make_unique<MethodCounters>()).first->second;
}

void Shard::count(const Method& method, std::chrono::steady_clock::time_point began,
                  bool succeeded) {
  MethodCounters& counters = counters_of(method);
  counters.calls.add(1);
  if (!succeeded) counters.failures.add(1);
  const auto took = std::chrono::steady_clock::now() - began;
  counters.total_ns.add(static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(took).count()));
}

void Shard::add_to(std::map<std::string_view, MethodStatistics>& sums) const {
  const std::lock_guard lock(method_counters_mutex_);
  for (const auto& [method, counters] : method_counters_) {
    MethodStatistics& sum = sums[method->name];
    sum.name = method->name;
    sum.calls += counters->calls.value();
    sum.failures += counters->failures.value();
    sum.total_ns += counters->total_ns.value();
  }
}

}  // namespace mammoth::rpc
