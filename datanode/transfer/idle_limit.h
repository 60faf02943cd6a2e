// A limit on silence: a conversation may last for days, but not stand still.
#pragma once

#include <boost/asio/steady_timer.hpp>

#include "common/async/deadline.h"
#include "common/async/task.h"

namespace mammoth::datanode {

// Measures from the last touch(). All members on one executor that runs one thing at a time. Costs a
// clock reading a touch and a timer a limit, however much goes by.
class IdleLimit {
 public:
  IdleLimit(asio::any_io_executor executor, Duration limit);

  void touch() { last_ = std::chrono::steady_clock::now(); }

  // Awaits `work`; cancels it and throws DeadlineExceeded when nothing was touched for too long.
  Task<> guard(Task<> work);

 private:
  Task<> run(Task<> work);
  Task<> watch();

  asio::steady_timer timer_;
  const Duration limit_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  bool finished_ = false;
};

}  // namespace mammoth::datanode
