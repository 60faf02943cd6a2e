#include "common/config/host_port.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace mammoth {
namespace {

Error invalid_authority(std::string_view text, std::string_view why) {
  return {ErrorCode::kIllegalArgument, fmt::format("'{}' {}, expected host:port", text, why)};
}

Result<HostPort> parse(std::string_view text, std::optional<std::uint16_t> default_port) {
  if (text.find_first_of(" \t\r\n") != std::string_view::npos)
    return invalid_authority(text, "has spaces in it");
  std::string_view host, port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return invalid_authority(text, "has no closing bracket");
    host = text.substr(1, end - 1);
    port = text.substr(end + 1);
  } else {
    const std::size_t colon = std::min(text.find(':'), text.size());
    host = text.substr(0, colon);
    port = text.substr(colon);
    if (port.find(':', 1) != std::string_view::npos)
      return invalid_authority(text, "has several colons (an IPv6 address needs brackets)");
  }
  if (host.empty()) return invalid_authority(text, "names no host");
  if (port.empty()) {
    if (!default_port) return invalid_authority(text, "names no port");
    return HostPort{std::string(host), *default_port};
  }
  std::uint16_t number = 0;
  const char* end = port.data() + port.size();
  const auto [stop, error] = std::from_chars(port.data() + 1, end, number);
  if (port[0] != ':' || error != std::errc{} || stop != end)
    return invalid_authority(text, "has no port between 0 and 65535");
  return HostPort{std::string(host), number};
}

}  // namespace

std::string HostPort::to_string() const {
  if (host.find(':') != std::string::npos) return fmt::format("[{}]:{}", host, port);
  return fmt::format("{}:{}", host, port);
}

Result<HostPort> parse_host_port(std::string_view text) {
  return parse(text, std::nullopt);
}

Result<HostPort> parse_host_port(std::string_view text, std::uint16_t default_port) {
  return parse(text, default_port);
}

}  // namespace mammoth
