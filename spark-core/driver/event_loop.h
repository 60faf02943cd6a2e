// The driver's one thread for scheduling: what is posted runs there, in order, and between events
// it sleeps until the scheduler's next wish to look at the clock. Everything the schedulers touch
// is touched on this thread only.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "common/base/clock.h"

namespace mammoth::spark {

class EventLoop {
 public:
  EventLoop(const Clock& clock, std::function<void()> tick,
            std::function<std::optional<std::int64_t>()> next_wakeup_ms);
  ~EventLoop();  // runs what was posted, then ends
  void post(std::function<void()> event);
  // Waits for its end; not from the loop's own thread.
  void call(const std::function<void()>& event);

 private:
  void run();

  const Clock& clock_;
  const std::function<void()> tick_;
  const std::function<std::optional<std::int64_t>()> next_wakeup_ms_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> events_;  // guarded by mutex_
  bool stopping_ = false;                     // guarded by mutex_
  std::thread thread_;
};

}  // namespace mammoth::spark
