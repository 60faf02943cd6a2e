// TCP as the engine's processes use it among themselves: blocking, a thread a connection, since a
// driver has a connection an executor and a task one a host it reads from. Every wait has a limit.
//
// Failures are ConnectionLost, which says whom it is about. A Socket is used by one reading and one
// writing thread at a time; shutdown() may be called by any.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mammoth::spark::net {

class ConnectionLost : public std::runtime_error {
 public:
  explicit ConnectionLost(const std::string& what, bool refused = false)
      : std::runtime_error(what), refused_(refused) {}
  // Nobody listens there: trying again is of no use.
  bool refused() const { return refused_; }

 private:
  bool refused_;
};

class Socket {
 public:
  Socket(int descriptor, std::string peer);
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&&) = delete;
  ~Socket();
  // `host` is a name or an address.
  static Socket connect(const std::string& host, int port, std::chrono::milliseconds timeout);

  // How long a read or write may make no progress; 0: for ever.
  void set_timeout(std::chrono::milliseconds timeout);
  void read_exactly(void* into, std::size_t bytes);
  void write(std::string_view bytes);
  // `bytes` of a file from `offset` on. The process must ignore SIGPIPE.
  void write_file(int descriptor, std::uint64_t offset, std::uint64_t bytes);
  // Both directions end now, whoever waits is woken.
  void shutdown() noexcept;
  const std::string& peer() const { return peer_; }  // "host:port"

 private:
  [[noreturn]] void lost(const char* doing) const;
  int descriptor_;
  std::string peer_;
};

class Listener {
 public:
  // Port 0: any free one. Throws std::system_error.
  Listener(const std::string& host, int port);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  int port() const { return port_; }
  // Absent after close().
  std::optional<Socket> accept();
  void close() noexcept;

 private:
  int descriptor_;
  int port_;
};

// The machine's name as others find it, and whether an address is this machine's loopback.
std::string own_host();
bool is_loopback(const std::string& host);

}  // namespace mammoth::spark::net
