#include "spark-core/net/socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <system_error>

namespace mammoth::spark::net {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses resolve(const std::string& host, int port, int flags) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (error != 0)
    throw ConnectionLost("cannot resolve host '" + host + "': " + ::gai_strerror(error));
  return {found, &::freeaddrinfo};
}

std::string with_port(const std::string& host, int port) {
  return host + ":" + std::to_string(port);
}

// Connects within the time; 0 or an errno.
int connect_within(int descriptor, const addrinfo& address, std::chrono::milliseconds timeout) {
  ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
  if (::connect(descriptor, address.ai_addr, address.ai_addrlen) != 0) {
    if (errno != EINPROGRESS) return errno;
    pollfd ready{descriptor, POLLOUT, 0};
    const int n = ::poll(&ready, 1, static_cast<int>(timeout.count()));
    if (n == 0) return ETIMEDOUT;
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return error;
  }
  ::fcntl(descriptor, F_SETFL, 0);
  return 0;
}

}  // namespace

Socket::Socket(int descriptor, std::string peer) : descriptor_(descriptor), peer_(std::move(peer)) {
  const int on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}
Socket::Socket(Socket&& other) noexcept
    : descriptor_(other.descriptor_), peer_(std::move(other.peer_)) {
  other.descriptor_ = -1;
}
Socket::~Socket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Socket Socket::connect(const std::string& host, int port, std::chrono::milliseconds timeout) {
  const Addresses addresses = resolve(host, port, 0);
  int error = 0;
  for (const addrinfo* each = addresses.get(); each != nullptr; each = each->ai_next) {
    Socket socket(::socket(each->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0), with_port(host, port));
    if (socket.descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
    error = connect_within(socket.descriptor_, *each, timeout);
    if (error == 0) return socket;
  }
  throw ConnectionLost("Failed to connect to " + with_port(host, port) + ": " +
                           std::strerror(error),
                       error == ECONNREFUSED);
}

void Socket::set_timeout(std::chrono::milliseconds timeout) {
  const auto ms = timeout.count();
  const timeval limit{static_cast<time_t>(ms / 1000), static_cast<suseconds_t>(ms % 1000 * 1000)};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

void Socket::lost(const char* doing) const {
  const bool late = errno == EAGAIN || errno == EWOULDBLOCK;
  throw ConnectionLost(std::string("connection to ") + peer_ + " lost while " + doing + ": " +
                       (late ? "no progress within the time limit" : std::strerror(errno)));
}

void Socket::read_exactly(void* into, std::size_t bytes) {
  for (auto* at = static_cast<char*>(into); bytes > 0;) {
    const ssize_t n = ::recv(descriptor_, at, bytes, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) lost("reading");
    if (n == 0) throw ConnectionLost("connection to " + peer_ + " was closed");
    at += n;
    bytes -= static_cast<std::size_t>(n);
  }
}

void Socket::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) lost("writing");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void Socket::write_file(int descriptor, std::uint64_t offset, std::uint64_t bytes) {
  auto at = static_cast<off_t>(offset);
  while (bytes > 0) {
    const ssize_t n = ::sendfile(descriptor_, descriptor, &at,
                                 static_cast<std::size_t>(std::min<std::uint64_t>(bytes, 1 << 20)));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) lost("sending a file");
    if (n == 0) throw ConnectionLost("a file became shorter while it was sent to " + peer_);
    bytes -= static_cast<std::uint64_t>(n);
  }
}

void Socket::shutdown() noexcept {
  ::shutdown(descriptor_, SHUT_RDWR);
}

Listener::Listener(const std::string& host, int port) {
  const Addresses addresses = resolve(host, port, AI_PASSIVE);
  descriptor_ = ::socket(addresses->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (descriptor_ < 0 ||
      ::bind(descriptor_, addresses->ai_addr, addresses->ai_addrlen) != 0 ||
      ::listen(descriptor_, 512) != 0) {
    const int error = errno;
    if (descriptor_ >= 0) ::close(descriptor_);
    throw std::system_error(error, std::generic_category(), "listen on " + with_port(host, port));
  }
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&bound), &size);
  port_ = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(bound).sin6_port
                                            : reinterpret_cast<sockaddr_in&>(bound).sin_port);
}
Listener::~Listener() {
  ::close(descriptor_);
}

std::optional<Socket> Listener::accept() {
  while (true) {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    const int descriptor =
        ::accept4(descriptor_, reinterpret_cast<sockaddr*>(&from), &size, SOCK_CLOEXEC);
    if (descriptor >= 0) {
      char host[NI_MAXHOST] = "?", port[NI_MAXSERV] = "?";
      ::getnameinfo(reinterpret_cast<sockaddr*>(&from), size, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV);
      return Socket(descriptor, std::string(host) + ":" + port);
    }
    if (errno == EINVAL || errno == EBADF) return std::nullopt;  // closed
    if (errno == EMFILE || errno == ENFILE) ::usleep(10'000);    // until somebody leaves
  }
}

void Listener::close() noexcept {
  ::shutdown(descriptor_, SHUT_RDWR);
}

std::string own_host() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "localhost";
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

}  // namespace mammoth::spark::net
