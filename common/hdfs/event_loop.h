// Runs coroutines to their end on the calling thread: the border between the blocking interface and
// the conversations below it.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>

#include "common/async/deadline.h"
#include "common/async/task.h"
#include "common/base/check.h"

namespace mammoth::hdfs {

namespace detail {
template <class T>
Task<> keep_value(Task<T> task, std::optional<T>& value) {
  value.emplace(co_await std::move(task));
}
}  // namespace detail

// Drives `loop` until `task` has ended; others that live on the loop make progress meanwhile.
// Rethrows what the task threw. The loop belongs to the calling thread for that time.
//
// With a limit, throws DeadlineExceeded when the task has not ended by then. The task then stands
// where it stood: the caller must destroy the loop's conversation, and drive the loop no more.
inline void run(asio::io_context& loop, Task<> task, std::optional<Duration> limit = std::nullopt) {
  bool done = false;
  std::exception_ptr failure;
  asio::co_spawn(loop, std::move(task),
                 [&](std::exception_ptr error) { failure = error, done = true; });
  loop.restart();
  const auto end = std::chrono::steady_clock::now() + limit.value_or(Duration::zero());
  while (!done) {
    const std::size_t steps = limit ? loop.run_one_until(end) : loop.run_one();
    if (steps > 0 || done) continue;
    check(limit.has_value(), "a coroutine waits for nothing");
    throw DeadlineExceeded();
  }
  if (failure) std::rethrow_exception(failure);
}

template <class T>
  requires(!std::is_void_v<T>)
T run(asio::io_context& loop, Task<T> task, std::optional<Duration> limit = std::nullopt) {
  std::optional<T> value;
  run(loop, detail::keep_value(std::move(task), value), limit);
  return std::move(*value);
}

}  // namespace mammoth::hdfs
