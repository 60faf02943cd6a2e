#include "tests/sim/world/descriptors.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "tests/sim/world/epoll.h"
#include "tests/sim/world/network.h"
#include "tests/sim/world/real.h"

namespace mammoth::sim {

ssize_t Descriptor::receive(std::span<const iovec>, int) {
  return errno = EINVAL, -1;
}
ssize_t Descriptor::send(std::span<const iovec>, int) {
  return errno = EINVAL, -1;
}

bool Descriptor::wait_for(std::uint32_t events, std::optional<Time> deadline) {
  Thread& self = World::current();
  while ((ready() & events) == 0) {
    waiting_.push_back(&self);
    const bool woken = World::here()->block(deadline);
    std::erase(waiting_, &self);
    if (!woken) return (ready() & events) != 0;
  }
  return true;
}

void Descriptor::changed() {
  // By number, never by address: one seed, one order.
  std::vector<std::pair<int, Epoll*>> ordered;
  for (const auto& [epoll, number] : watches_) ordered.emplace_back(number, epoll);
  std::ranges::sort(ordered, {}, [](const auto& watch) { return watch.first; });
  for (const auto& [number, epoll] : ordered) epoll->mark(number);
  const std::vector<Thread*> waiting = std::move(waiting_);
  waiting_.clear();
  World* world = World::here();
  for (Thread* thread : waiting) world->wake(*thread);
}

int Descriptors::add(std::shared_ptr<Descriptor> descriptor) {
  const int number = REAL(open)("/dev/null", O_RDONLY | O_CLOEXEC);
  if (number >= 0) all_[number] = std::move(descriptor);
  return number;
}

std::shared_ptr<Descriptor> Descriptors::find(int number) const {
  const auto found = all_.find(number);
  return found == all_.end() ? nullptr : found->second;
}

int Descriptors::listen(int number, Stream& stream, std::size_t backlog) {
  Network& network = World::here()->network();
  if (stream.local.port == 0) network.bind(stream.node(), stream.local);
  if (network.listener(stream.node(), stream.local)) return EADDRINUSE;
  const auto listener = std::make_shared<Listener>(stream.node());
  listener->local = stream.local;
  listener->backlog = std::max<std::size_t>(backlog, 1);
  listener->blocks = stream.blocks;
  network.listen(stream.local, stream.node(), *listener);
  for (const auto& [epoll, watched] : stream.watches()) {
    epoll->replace(watched, listener);
    listener->add_watch(*epoll, watched);
  }
  all_[number] = listener;
  return 0;
}

bool Descriptors::close(int number) {
  if (!all_.contains(number)) return false;
  drop(number, false);
  return true;
}

void Descriptors::drop(int number, bool process_died) {
  const auto descriptor = std::move(all_.at(number));
  all_.erase(number);
  for (const auto& [epoll, watched] : descriptor->watches())
    if (watched == number) epoll->forget(number);
  REAL(close)(number);
  descriptor->close(process_died);
}

void Descriptors::close_all(Node& node) {
  std::vector<int> numbers;
  for (const auto& [number, descriptor] : all_)
    if (&descriptor->node() == &node) numbers.push_back(number);
  for (const int number : numbers) drop(number, true);
  for (auto file = files_.begin(); file != files_.end();) {
    if (file->second == &node) {
      REAL(close)(file->first);
      file = files_.erase(file);
    } else {
      ++file;
    }
  }
}

}  // namespace mammoth::sim
