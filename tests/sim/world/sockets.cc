// The socket calls of the C library.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "tests/sim/world/descriptor_calls.h"
#include "tests/sim/world/network.h"
#include "tests/sim/world/real.h"

namespace mammoth::sim {
namespace {

constexpr std::size_t kSendfileBytes = 64 << 10;

std::shared_ptr<Stream> stream(int number) {
  World* world = World::here();
  return world ? world->descriptors().find_as<Stream>(number) : nullptr;
}

// A socket that has begun to listen takes the number of the stream that it was.
std::shared_ptr<Listener> listener(int number) {
  World* world = World::here();
  return world ? world->descriptors().find_as<Listener>(number) : nullptr;
}

Address address_of(const sockaddr* raw) {
  sockaddr_in in{};
  std::memcpy(&in, raw, sizeof in);
  return {ntohl(in.sin_addr.s_addr), ntohs(in.sin_port)};
}

void write_address(const Address& address, sockaddr* out, socklen_t* length) {
  if (!out || !length) return;
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_addr.s_addr = htonl(address.host);
  in.sin_port = htons(address.port);
  std::memcpy(out, &in, std::min<std::size_t>(*length, sizeof in));
  *length = sizeof in;
}

int answer(int error) {
  return error == 0 ? 0 : (errno = error, -1);
}

int connect_stream(Stream& socket, const sockaddr* raw) {
  const int error = socket.connect(address_of(raw));
  if (error != EINPROGRESS || !socket.blocks) return answer(error);
  socket.wait_for(EPOLLOUT | EPOLLERR);
  return answer(socket.take_error());
}

// Repeats what would block until it does not, if the descriptor blocks.
template <class Call>
ssize_t complete(Descriptor& descriptor, std::uint32_t events, int flags, Call call) {
  for (;;) {
    const ssize_t count = call();
    if (count >= 0 || errno != EAGAIN || !descriptor.blocks || (flags & MSG_DONTWAIT)) return count;
    descriptor.wait_for(events | EPOLLERR | EPOLLHUP);
  }
}

}  // namespace

ssize_t receive_from(Descriptor& from, std::span<const iovec> into, int flags) {
  return complete(from, EPOLLIN, flags, [&] { return from.receive(into, flags); });
}

ssize_t send_to(Descriptor& to, std::span<const iovec> from, int flags) {
  return complete(to, EPOLLOUT, flags, [&] { return to.send(from, flags); });
}

}  // namespace mammoth::sim

using namespace mammoth::sim;  // NOLINT: names of the C library follow

extern "C" {

int socket(int domain, int type, int protocol) noexcept {
  World* world = World::here();
  if (!world) return REAL(socket)(domain, type, protocol);
  if (domain != AF_INET || (type & 0xf) != SOCK_STREAM) return errno = EAFNOSUPPORT, -1;
  const auto made = std::make_shared<Stream>(*World::current().node);
  made->blocks = !(type & SOCK_NONBLOCK);
  return world->descriptors().add(made);
}

int bind(int number, const sockaddr* raw, socklen_t length) noexcept {
  const auto found = stream(number);
  if (!found) return REAL(bind)(number, raw, length);
  Address address = address_of(raw);
  const int error = World::here()->network().bind(found->node(), address);
  if (error == 0) found->local = address;
  return answer(error);
}

int listen(int number, int backlog) noexcept {
  const auto found = stream(number);
  if (!found) return REAL(listen)(number, backlog);
  return answer(
      World::here()->descriptors().listen(number, *found, static_cast<std::size_t>(backlog)));
}

int connect(int number, const sockaddr* raw, socklen_t length) {
  const auto found = stream(number);
  return found ? connect_stream(*found, raw) : REAL(connect)(number, raw, length);
}

int accept4(int number, sockaddr* raw, socklen_t* length, int flags) {
  const auto found = listener(number);
  if (!found)
    return World::here() ? (errno = EBADF, -1) : REAL(accept4)(number, raw, length, flags);
  if (found->blocks) found->wait_for(EPOLLIN);
  const auto accepted = found->accept();
  if (!accepted) return errno = EAGAIN, -1;
  accepted->blocks = !(flags & SOCK_NONBLOCK);
  write_address(accepted->remote, raw, length);
  return World::here()->descriptors().add(accepted);
}

int accept(int number, sockaddr* raw, socklen_t* length) {
  return World::here() ? ::accept4(number, raw, length, 0) : REAL(accept)(number, raw, length);
}

ssize_t recv(int number, void* into, size_t bytes, int flags) {
  const auto found = stream(number);
  if (!found) return REAL(recv)(number, into, bytes, flags);
  const iovec piece{into, bytes};
  return receive_from(*found, {&piece, 1}, flags);
}

ssize_t recvmsg(int number, msghdr* message, int flags) {
  const auto found = stream(number);
  if (!found) return REAL(recvmsg)(number, message, flags);
  message->msg_flags = 0;
  message->msg_controllen = 0;
  return receive_from(*found, {message->msg_iov, message->msg_iovlen}, flags);
}

ssize_t send(int number, const void* from, size_t bytes, int flags) {
  const auto found = stream(number);
  if (!found) return REAL(send)(number, from, bytes, flags);
  const iovec piece{const_cast<void*>(from), bytes};
  return send_to(*found, {&piece, 1}, flags);
}

ssize_t sendmsg(int number, const msghdr* message, int flags) {
  const auto found = stream(number);
  if (!found) return REAL(sendmsg)(number, message, flags);
  return send_to(*found, {message->msg_iov, message->msg_iovlen}, flags);
}

ssize_t sendfile(int number, int file, off_t* offset, size_t bytes) noexcept {
  const auto found = stream(number);
  if (!found) return REAL(sendfile)(number, file, offset, bytes);
  std::string buffer(std::min({bytes, kSendfileBytes, std::max<std::size_t>(found->room(), 1)}),
                     '\0');
  const ssize_t read = ::pread(file, buffer.data(), buffer.size(), *offset);
  if (read <= 0) return read;
  const iovec piece{buffer.data(), static_cast<std::size_t>(read)};
  const ssize_t sent = send_to(*found, {&piece, 1}, 0);
  if (sent > 0) *offset += sent;
  return sent;
}

int shutdown(int number, int how) noexcept {
  const auto found = stream(number);
  return found ? answer(found->shut_down(how)) : REAL(shutdown)(number, how);
}

int getsockname(int number, sockaddr* out, socklen_t* length) noexcept {
  if (const auto found = stream(number)) return write_address(found->local, out, length), 0;
  if (const auto found = listener(number)) return write_address(found->local, out, length), 0;
  return REAL(getsockname)(number, out, length);
}

int getpeername(int number, sockaddr* out, socklen_t* length) noexcept {
  const auto found = stream(number);
  if (!found) return REAL(getpeername)(number, out, length);
  if (!found->connected()) return errno = ENOTCONN, -1;
  write_address(found->remote, out, length);
  return 0;
}

int getsockopt(int number, int level, int option, void* out, socklen_t* length) noexcept {
  const auto found = stream(number);
  if (!found && !listener(number)) return REAL(getsockopt)(number, level, option, out, length);
  if (*length < sizeof(int)) return errno = EINVAL, -1;
  const bool is_error = level == SOL_SOCKET && option == SO_ERROR;
  const int value = is_error && found ? found->take_error() : 0;
  std::memcpy(out, &value, sizeof value);
  *length = sizeof value;
  return 0;
}

int setsockopt(int number, int level, int option, const void* value, socklen_t length) noexcept {
  if (stream(number) || listener(number)) return 0;
  return REAL(setsockopt)(number, level, option, value, length);
}

}  // extern "C"
