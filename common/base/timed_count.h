// How often something was done, and how long it took: what monitoring asks for (Hadoop:
// MutableRate).
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace mammoth {

// Thread-safe; only grows. The two numbers are not read at one instant.
class TimedCount {
 public:
  using Clock = std::chrono::steady_clock;

  void add_since(Clock::time_point began) {
    const auto took =
        std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - began).count();
    count_.fetch_add(1, std::memory_order_relaxed);
    total_ns_.fetch_add(static_cast<std::uint64_t>(took), std::memory_order_relaxed);
  }

  std::uint64_t count() const { return count_.load(std::memory_order_relaxed); }
  double average_ms() const {
    const std::uint64_t n = count();
    return n == 0 ? 0.0
                  : static_cast<double>(total_ns_.load(std::memory_order_relaxed)) / 1e6 /
                        static_cast<double>(n);
  }

 private:
  std::atomic<std::uint64_t> count_{0};
  std::atomic<std::uint64_t> total_ns_{0};
};

}  // namespace mammoth
