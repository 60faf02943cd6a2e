// The clocks and what sleeps by them. A node's monotonic clock is the world's; its wall clock may
// be wrong. Looking at a clock takes time, so that who waits for one without sleeping gets on.
#include "tests/sim/world/clocks.h"

#include <sched.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>

#include "tests/sim/world/real.h"

namespace mammoth::sim {
namespace {

constexpr Time kLook = 50;
constexpr Time kUptime = 1'000 * kSecond;  // of every machine when the world begins

bool is_wall_clock(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
}

Time offset(clockid_t clock) {
  return is_wall_clock(clock) ? kEpoch + World::current().node->wall_offset : kUptime;
}

}  // namespace

Time moment(const timespec& at, clockid_t clock) {
  return nanoseconds(at) - offset(clock);
}

timespec shown(clockid_t clock) {
  World& world = *World::here();
  world.pass(kLook);
  const Time time = world.now() + offset(clock);
  return {.tv_sec = time / kSecond, .tv_nsec = time % kSecond};
}

}  // namespace mammoth::sim

using mammoth::sim::World;

extern "C" {

int clock_gettime(clockid_t clock, timespec* out) noexcept {
  if (!World::here()) return REAL(clock_gettime)(clock, out);
  *out = mammoth::sim::shown(clock);
  return 0;
}

int gettimeofday(timeval* out, void* zone) noexcept {
  if (!World::here()) return REAL(gettimeofday)(out, zone);
  const timespec time = mammoth::sim::shown(CLOCK_REALTIME);
  *out = {.tv_sec = time.tv_sec, .tv_usec = time.tv_nsec / 1000};
  return 0;
}

time_t time(time_t* out) noexcept {
  if (!World::here()) return REAL(time)(out);
  const timespec now = mammoth::sim::shown(CLOCK_REALTIME);
  if (out) *out = now.tv_sec;
  return now.tv_sec;
}

int nanosleep(const timespec* span, timespec* rest) {
  World* world = World::here();
  if (!world) return REAL(nanosleep)(span, rest);
  world->sleep(mammoth::sim::nanoseconds(*span));
  return 0;
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* span, timespec* rest) {
  World* world = World::here();
  if (!world) return REAL(clock_nanosleep)(clock, flags, span, rest);
  if (flags & TIMER_ABSTIME)
    world->block(mammoth::sim::moment(*span, clock));
  else
    world->sleep(mammoth::sim::nanoseconds(*span));
  return 0;
}

int usleep(useconds_t span) {
  World* world = World::here();
  if (!world) return REAL(usleep)(span);
  world->sleep(span * mammoth::sim::kMicrosecond);
  return 0;
}

int sched_yield() noexcept {
  World* world = World::here();
  if (!world) return REAL(sched_yield)();
  world->yield();
  return 0;
}

}  // extern "C"
