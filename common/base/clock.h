// Time as the core sees it: injected, so that a test or the simulation can move it by hand.
#pragma once

#include <cstdint>

namespace mammoth {

class Clock {
 public:
  virtual ~Clock() = default;
  // Milliseconds since the epoch; may jump. For time stamps that users see.
  virtual std::int64_t wall_ms() const = 0;
  // Milliseconds of a clock that never goes back. For leases, heartbeats and every other interval.
  virtual std::int64_t monotonic_ms() const = 0;
};

// The machine's clocks. Thread-safe.
class SystemClock final : public Clock {
 public:
  std::int64_t wall_ms() const override;
  std::int64_t monotonic_ms() const override;
};

// Moves only when told to. Not thread-safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(std::int64_t wall_ms = 1'700'000'000'000) : wall_ms_(wall_ms) {}
  std::int64_t wall_ms() const override { return wall_ms_; }
  std::int64_t monotonic_ms() const override { return monotonic_ms_; }
  void advance_ms(std::int64_t ms) { wall_ms_ += ms, monotonic_ms_ += ms; }

 private:
  std::int64_t wall_ms_;
  std::int64_t monotonic_ms_ = 1;
};

}  // namespace mammoth
