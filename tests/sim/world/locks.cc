// Mutexes, conditions, rwlocks, once and futexes: who must wait hands the baton on. The real
// objects keep who owns them; only the waiting is the world's.
#include <linux/futex.h>
#include <pthread.h>
#include <stdarg.h>
#include <sys/syscall.h>

#include <cerrno>
#include <climits>
#include <map>

#include "tests/sim/world/clocks.h"
#include "tests/sim/world/real.h"
#include "tests/sim/world/world.h"

using mammoth::sim::Waiters;
using mammoth::sim::World;

namespace {

// Never destroyed: threads of dead nodes outlive everything.
Waiters& waiters() {
  static auto* const all = new Waiters;
  return *all;
}

std::map<const void*, clockid_t>& clocks_of_conditions() {
  static auto* const all = new std::map<const void*, clockid_t>;
  return *all;
}

// Takes what `try_take` offers, waiting as long as it answers EBUSY.
template <class TryTake>
int take(const void* at, TryTake try_take) {
  for (;;) {
    const int error = try_take();
    if (error != EBUSY) return error;
    waiters().wait(at);
  }
}

void let_next(const void* at, int count) {
  if (!waiters().empty()) waiters().wake(at, count);
}

int wait_on(pthread_cond_t* condition, pthread_mutex_t* mutex,
            std::optional<mammoth::sim::Time> deadline) {
  if (const int error = ::pthread_mutex_unlock(mutex); error != 0) return error;
  const bool woken = waiters().wait(condition, deadline);
  if (const int error = ::pthread_mutex_lock(mutex); error != 0) return error;
  return woken ? 0 : ETIMEDOUT;
}

long futex(int* at, int operation, int value, const timespec* limit) {
  World& world = *World::here();
  switch (operation & ~(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME)) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET: {
      if (*at != value) return errno = EAGAIN, -1;
      std::optional<mammoth::sim::Time> deadline;
      if (limit && (operation & ~FUTEX_PRIVATE_FLAG) == FUTEX_WAIT)
        deadline = world.now() + mammoth::sim::nanoseconds(*limit);
      else if (limit)
        deadline = mammoth::sim::moment(
            *limit, (operation & FUTEX_CLOCK_REALTIME) ? CLOCK_REALTIME : CLOCK_MONOTONIC);
      if (waiters().wait(at, deadline)) return 0;
      return errno = ETIMEDOUT, -1;
    }
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      return waiters().wake(at, value);
    default:
      return errno = ENOSYS, -1;
  }
}

}  // namespace

extern "C" {

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  if (!World::here()) return REAL(pthread_mutex_lock)(mutex);
  return take(mutex, [&] { return REAL(pthread_mutex_trylock)(mutex); });
}

int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  const int error = REAL(pthread_mutex_unlock)(mutex);
  if (World::here() && error == 0) let_next(mutex, 1);
  return error;
}

int pthread_rwlock_rdlock(pthread_rwlock_t* lock) noexcept {
  if (!World::here()) return REAL(pthread_rwlock_rdlock)(lock);
  return take(lock, [&] { return REAL(pthread_rwlock_tryrdlock)(lock); });
}

int pthread_rwlock_wrlock(pthread_rwlock_t* lock) noexcept {
  if (!World::here()) return REAL(pthread_rwlock_wrlock)(lock);
  return take(lock, [&] { return REAL(pthread_rwlock_trywrlock)(lock); });
}

int pthread_rwlock_unlock(pthread_rwlock_t* lock) noexcept {
  const int error = REAL(pthread_rwlock_unlock)(lock);
  if (World::here() && error == 0) let_next(lock, INT_MAX);
  return error;
}

int pthread_cond_init(pthread_cond_t* condition, const pthread_condattr_t* attributes) noexcept {
  if (World::here()) {
    clockid_t clock = CLOCK_REALTIME;
    if (attributes) ::pthread_condattr_getclock(attributes, &clock);
    clocks_of_conditions()[condition] = clock;
  }
  return REAL(pthread_cond_init)(condition, attributes);
}

int pthread_cond_destroy(pthread_cond_t* condition) noexcept {
  if (!World::here()) return REAL(pthread_cond_destroy)(condition);
  clocks_of_conditions().erase(condition);
  return 0;
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  if (!World::here()) return REAL(pthread_cond_wait)(condition, mutex);
  return wait_on(condition, mutex, std::nullopt);
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* deadline) {
  if (!World::here()) return REAL(pthread_cond_timedwait)(condition, mutex, deadline);
  const auto found = clocks_of_conditions().find(condition);
  const clockid_t clock = found == clocks_of_conditions().end() ? CLOCK_REALTIME : found->second;
  return wait_on(condition, mutex, mammoth::sim::moment(*deadline, clock));
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                           const timespec* deadline) {
  if (!World::here()) return REAL(pthread_cond_clockwait)(condition, mutex, clock, deadline);
  return wait_on(condition, mutex, mammoth::sim::moment(*deadline, clock));
}

int pthread_cond_signal(pthread_cond_t* condition) noexcept {
  if (!World::here()) return REAL(pthread_cond_signal)(condition);
  let_next(condition, 1);
  return 0;
}

int pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
  if (!World::here()) return REAL(pthread_cond_broadcast)(condition);
  let_next(condition, INT_MAX);
  return 0;
}

// As glibc's: 0 is new, 1 is under way, 2 is done.
int pthread_once(pthread_once_t* control, void (*routine)()) {
  if (!World::here()) return REAL(pthread_once)(control, routine);
  while (*control == 1) waiters().wait(control);
  if (*control == 2) return 0;
  *control = 1;
  try {
    routine();
  } catch (...) {
    *control = 0;
    let_next(control, INT_MAX);
    throw;
  }
  *control = 2;
  let_next(control, INT_MAX);
  return 0;
}

int pthread_create(pthread_t* id, const pthread_attr_t* attributes, void* (*start)(void*),
                   void* argument) noexcept {
  World* world = World::here();
  if (!world) return REAL(pthread_create)(id, attributes, start, argument);
  return world->create_thread(id, attributes, start, argument, *World::current().node);
}

int pthread_join(pthread_t id, void** result) {
  World* world = World::here();
  return world ? world->join(id, result) : REAL(pthread_join)(id, result);
}

int pthread_detach(pthread_t id) noexcept {
  World* world = World::here();
  return world ? world->detach(id) : REAL(pthread_detach)(id);
}

long syscall(long number, ...) noexcept {
  va_list list;
  va_start(list, number);
  long a[6];
  for (long& argument : a) argument = va_arg(list, long);
  va_end(list);
  if (number == SYS_futex && World::here())
    return futex(reinterpret_cast<int*>(a[0]), static_cast<int>(a[1]), static_cast<int>(a[2]),
                 reinterpret_cast<const timespec*>(a[3]));
  return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

}  // extern "C"
