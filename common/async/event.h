// Wakes coroutines that wait for a condition of their own thread.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>

#include "common/async/task.h"

namespace mammoth {

// notify() wakes everyone who waits at that moment and is not remembered, so a waiter looks at its
// condition in a loop:
//
//   while (!ready) co_await event.wait();
//
// All members on one executor that runs one thing at a time. A cancelled waiter wakes too; its next
// co_await throws operation_aborted.
class Event {
 public:
  explicit Event(asio::any_io_executor executor)
      : timer_(std::move(executor), asio::steady_timer::time_point::max()) {}

  void notify() { timer_.cancel(); }
  Task<> wait() { co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable)); }

 private:
  asio::steady_timer timer_;
};

}  // namespace mammoth
