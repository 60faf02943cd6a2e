#include "datanode/transfer/throttler.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

namespace mammoth::datanode {
namespace {

constexpr std::chrono::milliseconds kBurst{500};  // what an idle time may save up

}  // namespace

BalanceThrottler::BalanceThrottler(std::uint64_t bytes_per_second, std::size_t max_moves)
    : max_moves_(max_moves), bytes_per_second_(bytes_per_second) {}

BalanceThrottler::Place::~Place() {
  if (owner_) --owner_->moves_;
}

BalanceThrottler::Place BalanceThrottler::acquire() {
  if (++moves_ <= max_moves_) return Place(this);
  --moves_;
  return Place(nullptr);
}

Duration BalanceThrottler::delay_after(std::uint64_t bytes) {
  const auto rate = std::max<std::uint64_t>(bytes_per_second_, 1);
  const auto cost = std::chrono::nanoseconds(
      static_cast<std::int64_t>(static_cast<double>(bytes) / static_cast<double>(rate) * 1e9));
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  free_at_ = std::max(free_at_, now - kBurst) + cost;
  return free_at_ - now;
}

Task<> BalanceThrottler::pass(std::uint64_t bytes) {
  const auto delay = delay_after(bytes);
  if (delay <= Duration::zero()) co_return;
  asio::steady_timer timer(co_await asio::this_coro::executor, delay);
  co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace mammoth::datanode
