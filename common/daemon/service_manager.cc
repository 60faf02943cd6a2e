#include "common/daemon/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "common/base/log.h"

namespace mammoth {

namespace {

std::optional<std::string> of_process(const char* name) {
  const char* value = std::getenv(name);
  return value ? std::optional<std::string>(value) : std::nullopt;
}

std::optional<long long> number(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  long long value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value <= 0) return std::nullopt;
  return value;
}

std::optional<std::chrono::milliseconds> read_interval(const ServiceManager::Variable& variable) {
  const auto limit_us = number(variable("WATCHDOG_USEC"));
  if (!limit_us) return std::nullopt;
  if (const auto watched = variable("WATCHDOG_PID"); watched && number(watched) != ::getpid())
    return std::nullopt;
  return std::chrono::milliseconds(std::max(1LL, *limit_us / 2'000));
}

}  // namespace

ServiceManager ServiceManager::of_environment() {
  return ServiceManager(of_process);
}

ServiceManager::ServiceManager(const Variable& variable)
    : address_(variable("NOTIFY_SOCKET").value_or("")) {
  if (address_.empty() || address_.size() >= sizeof(sockaddr_un::sun_path)) return;
  if (address_.front() != '/' && address_.front() != '@') return;
  if (address_.front() == '@') address_.front() = '\0';
  socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  interval_ = read_interval(variable);
}

ServiceManager::~ServiceManager() {
  if (socket_ >= 0) ::close(socket_);
}

ServiceManager::ServiceManager(ServiceManager&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      address_(std::move(other.address_)),
      interval_(other.interval_) {}

void ServiceManager::ready(std::string_view status) {
  send("READY=1\nSTATUS=" + std::string(status));
}

void ServiceManager::stopping() {
  send("STOPPING=1");
}

void ServiceManager::alive() {
  send("WATCHDOG=1");
}

void ServiceManager::send(std::string_view message) {
  if (socket_ < 0) return;
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::memcpy(to.sun_path, address_.data(), address_.size());
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
  if (::sendto(socket_, message.data(), message.size(), MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&to), length) < 0)
    log::warn("service", "The service manager does not hear: {}", ::strerror(errno));
}

}  // namespace mammoth
