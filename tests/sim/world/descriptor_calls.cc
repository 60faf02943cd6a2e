// close, fcntl, ioctl and poll, which take descriptors of every kind.
#include "tests/sim/world/descriptor_calls.h"

#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>

#include "tests/sim/world/network.h"
#include "tests/sim/world/real.h"

namespace mammoth::sim {
namespace {

std::shared_ptr<Descriptor> simulated(int number) {
  World* world = World::here();
  return world ? world->descriptors().find(number) : nullptr;
}

// Files are always ready, as poll(2) has it.
int look(std::span<pollfd> entries) {
  int count = 0;
  for (pollfd& entry : entries) {
    entry.revents = 0;
    if (entry.fd < 0) continue;
    const auto descriptor = simulated(entry.fd);
    const std::uint32_t ready = descriptor ? descriptor->ready() : POLLIN | POLLOUT;
    entry.revents =
        static_cast<short>(ready & (static_cast<unsigned short>(entry.events) | POLLERR | POLLHUP));
    if (entry.revents != 0) ++count;
  }
  return count;
}

int wait_for_any(std::span<pollfd> entries, int timeout_ms) {
  World& world = *World::here();
  std::optional<Time> deadline;
  if (timeout_ms >= 0) deadline = world.now() + timeout_ms * kMillisecond;
  for (;;) {
    if (const int count = look(entries); count > 0 || timeout_ms == 0) return count;
    for (const pollfd& entry : entries)
      if (const auto descriptor = simulated(entry.fd)) descriptor->add_waiting(World::current());
    const bool woken = world.block(deadline);
    for (const pollfd& entry : entries)
      if (const auto descriptor = simulated(entry.fd)) descriptor->remove_waiting(World::current());
    if (!woken) return look(entries);
  }
}

int control_file(Descriptor& descriptor, int command, long argument) {
  if (command == F_GETFL) return O_RDWR | (descriptor.blocks ? 0 : O_NONBLOCK);
  if (command == F_SETFL) descriptor.blocks = !(argument & O_NONBLOCK);
  return 0;
}

int control_socket(Descriptor& descriptor, unsigned long request, int* value) {
  if (request == FIONBIO) {
    descriptor.blocks = *value == 0;
    return 0;
  }
  if (const auto* stream = dynamic_cast<Stream*>(&descriptor); stream && request == FIONREAD) {
    *value = static_cast<int>(stream->readable_bytes());
    return 0;
  }
  return errno = ENOTTY, -1;
}

}  // namespace
}  // namespace mammoth::sim

using namespace mammoth::sim;  // NOLINT: names of the C library follow

extern "C" {

int close(int number) {
  World* world = World::here();
  if (!world) return REAL(close)(number);
  if (world->descriptors().close(number)) return 0;
  world->descriptors().closed_file(number);
  return REAL(close)(number);
}

int fcntl(int number, int command, ...) {
  va_list list;
  va_start(list, command);
  const long argument = va_arg(list, long);
  va_end(list);
  if (const auto descriptor = simulated(number))
    return control_file(*descriptor, command, argument);
  return REAL(fcntl)(number, command, argument);
}

int ioctl(int number, unsigned long request, ...) noexcept {
  va_list list;
  va_start(list, request);
  void* const argument = va_arg(list, void*);
  va_end(list);
  if (const auto descriptor = simulated(number))
    return control_socket(*descriptor, request, static_cast<int*>(argument));
  return REAL(ioctl)(number, request, argument);
}

int poll(pollfd* entries, nfds_t count, int timeout_ms) {
  if (!World::here()) return REAL(poll)(entries, count, timeout_ms);
  return wait_for_any({entries, count}, timeout_ms);
}

}  // extern "C"
