#include "spark-core/driver/event_loop.h"

#include <future>

namespace mammoth::spark {

EventLoop::EventLoop(const Clock& clock, std::function<void()> tick,
                     std::function<std::optional<std::int64_t>()> next_wakeup_ms)
    : clock_(clock),
      tick_(std::move(tick)),
      next_wakeup_ms_(std::move(next_wakeup_ms)),
      thread_([this] { run(); }) {}

EventLoop::~EventLoop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void EventLoop::post(std::function<void()> event) {
  {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
  }
  changed_.notify_one();
}

void EventLoop::call(const std::function<void()>& event) {
  std::promise<void> done;
  post([&] {
    try {
      event();
      done.set_value();
    } catch (...) {
      done.set_exception(std::current_exception());
    }
  });
  done.get_future().get();
}

void EventLoop::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    if (!events_.empty()) {
      const auto event = std::move(events_.front());
      events_.pop_front();
      lock.unlock();
      event();
      lock.lock();
      continue;
    }
    if (stopping_) return;
    lock.unlock();
    const std::optional<std::int64_t> wakeup = next_wakeup_ms_();
    const std::int64_t left = wakeup ? *wakeup - clock_.monotonic_ms() : 0;
    if (wakeup && left <= 0) tick_();
    lock.lock();
    if (!events_.empty() || stopping_ || (wakeup && left <= 0)) continue;
    if (wakeup)
      changed_.wait_for(lock, std::chrono::milliseconds(left));
    else
      changed_.wait(lock);
  }
}

}  // namespace mammoth::spark
