// What a daemon tells the service manager that started it (systemd's sd_notify protocol): datagrams
// of NAME=value lines to the socket that NOTIFY_SOCKET names. Without that variable nothing is
// sent.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mammoth {

// Belongs to one thread.
class ServiceManager {
 public:
  using Variable = std::function<std::optional<std::string>(const char* name)>;

  // Reads NOTIFY_SOCKET (a path, or an abstract name that begins with '@'), WATCHDOG_USEC and
  // WATCHDOG_PID, and understands the last two for this process only. A path too long for a socket
  // address, or a number that is none, counts as absent.
  static ServiceManager of_environment();
  explicit ServiceManager(const Variable& variable);
  ~ServiceManager();
  ServiceManager(ServiceManager&& other) noexcept;
  ServiceManager& operator=(ServiceManager&&) = delete;

  // The daemon serves; units ordered after it may start. `status` is one line for `systemctl
  // status`.
  void ready(std::string_view status);
  void stopping();
  // The daemon is alive. To be called at least every watchdog_interval().
  void alive();
  // Half of the time after which silence counts as a hang; absent when nobody watches.
  std::optional<std::chrono::milliseconds> watchdog_interval() const { return interval_; }

 private:
  void send(std::string_view message);

  int socket_ = -1;
  std::string address_;  // '@' already replaced by the zero byte of abstract names
  std::optional<std::chrono::milliseconds> interval_;
};

}  // namespace mammoth
