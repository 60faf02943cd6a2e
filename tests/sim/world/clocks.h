// Points of time as the C library tells them, and the world's.
#pragma once

#include <time.h>

#include "tests/sim/world/world.h"

namespace mammoth::sim {

inline Time nanoseconds(const timespec& span) {
  return span.tv_sec * kSecond + span.tv_nsec;
}

// When a clock of the calling thread's node shows `at`.
Time moment(const timespec& at, clockid_t clock);
// What the clock shows now.
timespec shown(clockid_t clock);

}  // namespace mammoth::sim
