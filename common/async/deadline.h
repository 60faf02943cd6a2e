// Two combinators, both with structured lifetimes: when they return, nothing they started still runs.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <exception>
#include <stdexcept>

#include "common/async/task.h"

namespace mammoth {

struct DeadlineExceeded : std::runtime_error {
  DeadlineExceeded() : std::runtime_error("deadline exceeded") {}
};

// Awaits `work`. When `limit` passes first, cancels it, waits until it has unwound and throws
// DeadlineExceeded. (Asio's `work || timer` waits for the first *success*, and so never times out
// when the timer throws.)
template <class T>
Task<T> with_deadline(Task<T> work, Duration limit) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, limit);
  auto group = asio::experimental::make_parallel_group(
      asio::co_spawn(executor, std::move(work), asio::deferred), timer.async_wait(asio::deferred));
  if constexpr (std::is_void_v<T>) {
    auto [order, error, timer_error] =
        co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    if (order[0] == 1 && !timer_error) throw DeadlineExceeded();
    if (error) std::rethrow_exception(error);
  } else {
    auto [order, error, value, timer_error] =
        co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    if (order[0] == 1 && !timer_error) throw DeadlineExceeded();
    if (error) std::rethrow_exception(error);
    co_return std::move(value);
  }
}

// Runs both to completion. The first failure cancels the other, and is the one rethrown.
inline Task<> both(Task<> a, Task<> b) {
  const auto executor = co_await asio::this_coro::executor;
  auto group = asio::experimental::make_parallel_group(asio::co_spawn(executor, std::move(a), asio::deferred),
                                                       asio::co_spawn(executor, std::move(b), asio::deferred));
  auto [order, error_a, error_b] =
      co_await group.async_wait(asio::experimental::wait_for_one_error(), asio::use_awaitable);
  const std::exception_ptr errors[] = {error_a, error_b};
  for (const auto i : order)
    if (errors[i]) std::rethrow_exception(errors[i]);
}

}  // namespace mammoth
