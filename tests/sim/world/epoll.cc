#include "tests/sim/world/epoll.h"

#include <sys/eventfd.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "tests/sim/world/clocks.h"
#include "tests/sim/world/real.h"

namespace mammoth::sim {

void Epoll::close(bool) {
  for (const auto& [number, watched] : watched_)
    if (const auto descriptor = watched.descriptor.lock()) descriptor->remove_watch(*this, number);
}

int Epoll::control(int operation, int number, const epoll_event* event) {
  const auto descriptor = World::here()->descriptors().find(number);
  if (!descriptor) return EPERM;  // as for a regular file
  const auto found = watched_.find(number);
  if (operation == EPOLL_CTL_ADD && found != watched_.end()) return EEXIST;
  if (operation != EPOLL_CTL_ADD && found == watched_.end()) return ENOENT;
  if (operation == EPOLL_CTL_DEL) {
    descriptor->remove_watch(*this, number);
    watched_.erase(found);
    return 0;
  }
  Watched& watched = watched_[number];
  watched.descriptor = descriptor;
  watched.event = *event;
  descriptor->add_watch(*this, number);
  mark(number);
  return 0;
}

void Epoll::mark(int number) {
  const auto found = watched_.find(number);
  if (found == watched_.end() || found->second.marked) return;
  const auto descriptor = found->second.descriptor.lock();
  if (!descriptor || !(descriptor->ready() & (found->second.event.events | EPOLLERR | EPOLLHUP)))
    return;
  found->second.marked = true;
  marked_.push_back(number);
  changed();
}

std::size_t Epoll::collect(std::span<epoll_event> out) {
  std::size_t count = 0;
  std::vector<int> again;
  while (!marked_.empty() && count < out.size()) {
    const int number = marked_.front();
    marked_.pop_front();
    const auto found = watched_.find(number);
    if (found == watched_.end()) continue;
    Watched& watched = found->second;
    watched.marked = false;
    const auto descriptor = watched.descriptor.lock();
    if (!descriptor) continue;
    const std::uint32_t events = descriptor->ready() & (watched.event.events | EPOLLERR | EPOLLHUP);
    if (events == 0) continue;
    out[count].events = events;
    out[count++].data = watched.event.data;
    if (!(watched.event.events & EPOLLET)) again.push_back(number);
  }
  for (const int number : again) {
    watched_.at(number).marked = true;
    marked_.push_back(number);
  }
  return count;
}

int Epoll::wait(std::span<epoll_event> out, int timeout_ms) {
  World& world = *World::here();
  std::optional<Time> deadline;
  if (timeout_ms >= 0) deadline = world.now() + timeout_ms * kMillisecond;
  for (;;) {
    if (const std::size_t count = collect(out); count > 0) return static_cast<int>(count);
    if (timeout_ms == 0) return 0;
    add_waiting(World::current());
    const bool woken = world.block(deadline);
    remove_waiting(World::current());
    if (!woken) return static_cast<int>(collect(out));
  }
}

ssize_t EventCounter::receive(std::span<const iovec> into, int) {
  if (into.empty() || into[0].iov_len < sizeof value_) return errno = EINVAL, -1;
  if (value_ == 0) return errno = EAGAIN, -1;
  std::memcpy(into[0].iov_base, &value_, sizeof value_);
  value_ = 0;
  return sizeof value_;
}

ssize_t EventCounter::send(std::span<const iovec> from, int) {
  if (from.empty() || from[0].iov_len < sizeof value_) return errno = EINVAL, -1;
  std::uint64_t more = 0;
  std::memcpy(&more, from[0].iov_base, sizeof more);
  value_ += more;
  changed();
  return sizeof value_;
}

ssize_t Timer::receive(std::span<const iovec> into, int) {
  if (into.empty() || into[0].iov_len < sizeof expired_) return errno = EINVAL, -1;
  if (expired_ == 0) return errno = EAGAIN, -1;
  std::memcpy(into[0].iov_base, &expired_, sizeof expired_);
  expired_ = 0;
  return sizeof expired_;
}

void Timer::set(std::optional<Time> when, Time period) {
  expired_ = 0;
  const std::uint64_t setting = ++setting_;
  if (!when) return;
  World::here()->at(*when, [weak = weak_from_this(), setting, period] {
    if (const auto self = weak.lock()) self->ring(setting, period);
  });
}

void Timer::ring(std::uint64_t setting, Time period) {
  if (setting != setting_) return;
  ++expired_;
  changed();
  if (period > 0)
    World::here()->after(period, [weak = weak_from_this(), setting, period] {
      if (const auto self = weak.lock()) self->ring(setting, period);
    });
}

}  // namespace mammoth::sim

using namespace mammoth::sim;  // NOLINT: names of the C library follow

extern "C" {

int epoll_create1(int flags) noexcept {
  World* world = World::here();
  if (!world) return REAL(epoll_create1)(flags);
  return world->descriptors().add(std::make_shared<Epoll>(*World::current().node));
}

int epoll_create(int size) noexcept {
  return World::here() ? ::epoll_create1(0) : REAL(epoll_create)(size);
}

int epoll_ctl(int epoll, int operation, int number, epoll_event* event) noexcept {
  World* world = World::here();
  if (!world) return REAL(epoll_ctl)(epoll, operation, number, event);
  const auto found = world->descriptors().find_as<Epoll>(epoll);
  const int error = found ? found->control(operation, number, event) : EBADF;
  return error == 0 ? 0 : (errno = error, -1);
}

int epoll_wait(int epoll, epoll_event* events, int count, int timeout_ms) {
  World* world = World::here();
  if (!world) return REAL(epoll_wait)(epoll, events, count, timeout_ms);
  const auto found = world->descriptors().find_as<Epoll>(epoll);
  if (!found) return errno = EBADF, -1;
  return found->wait({events, static_cast<std::size_t>(count)}, timeout_ms);
}

int eventfd(unsigned int value, int flags) noexcept {
  World* world = World::here();
  if (!world) return REAL(eventfd)(value, flags);
  const auto made = std::make_shared<EventCounter>(*World::current().node, value);
  made->blocks = !(flags & EFD_NONBLOCK);
  return world->descriptors().add(made);
}

int timerfd_create(clockid_t clock, int flags) noexcept {
  World* world = World::here();
  if (!world) return REAL(timerfd_create)(clock, flags);
  const auto made = std::make_shared<Timer>(*World::current().node);
  made->blocks = !(flags & TFD_NONBLOCK);
  return world->descriptors().add(made);
}

int timerfd_settime(int timer, int flags, const itimerspec* value, itimerspec* old) noexcept {
  World* world = World::here();
  if (!world) return REAL(timerfd_settime)(timer, flags, value, old);
  const auto found = world->descriptors().find_as<Timer>(timer);
  if (!found) return errno = EBADF, -1;
  if (old) *old = {};
  const Time first = nanoseconds(value->it_value);
  std::optional<Time> when;
  if (first != 0)
    when = (flags & TFD_TIMER_ABSTIME) ? moment(value->it_value, CLOCK_MONOTONIC)
                                       : world->now() + first;
  found->set(when, nanoseconds(value->it_interval));
  return 0;
}

}  // extern "C"
