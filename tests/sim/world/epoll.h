// epoll, eventfd and timerfd.
#pragma once

#include <sys/epoll.h>

#include "tests/sim/world/descriptors.h"

namespace mammoth::sim {

class Epoll final : public Descriptor {
 public:
  using Descriptor::Descriptor;

  std::uint32_t ready() const override { return 0; }
  void close(bool process_died) override;

  // As epoll_ctl; 0 or errno.
  int control(int operation, int number, const epoll_event* event);
  int wait(std::span<epoll_event> out, int timeout_ms);
  // A watched descriptor has news.
  void mark(int number);
  void replace(int number, const std::shared_ptr<Descriptor>& by) {
    watched_.at(number).descriptor = by;
  }
  void forget(int number) { watched_.erase(number); }

 private:
  struct Watched {
    std::weak_ptr<Descriptor> descriptor;
    epoll_event event{};
    bool marked = false;
  };
  std::size_t collect(std::span<epoll_event> out);

  std::map<int, Watched> watched_;
  std::deque<int> marked_;  // in the order of their news
};

class EventCounter final : public Descriptor {
 public:
  EventCounter(Node& owner, std::uint64_t value) : Descriptor(owner), value_(value) {}
  std::uint32_t ready() const override { return (value_ > 0 ? EPOLLIN : 0u) | EPOLLOUT; }
  ssize_t receive(std::span<const iovec> into, int flags) override;
  ssize_t send(std::span<const iovec> from, int flags) override;

 private:
  std::uint64_t value_;
};

class Timer final : public Descriptor, public std::enable_shared_from_this<Timer> {
 public:
  using Descriptor::Descriptor;
  std::uint32_t ready() const override { return expired_ > 0 ? EPOLLIN : 0u; }
  ssize_t receive(std::span<const iovec> into, int flags) override;
  // At 0 it never rings; else at `when`, and from then on every `period` if that is not 0.
  void set(std::optional<Time> when, Time period);

 private:
  void ring(std::uint64_t setting, Time period);

  std::uint64_t setting_ = 0;
  std::uint64_t expired_ = 0;
};

}  // namespace mammoth::sim
