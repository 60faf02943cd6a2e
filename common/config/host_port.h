// "host:port" as it stands in addresses of the configuration and on command lines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth {

struct HostPort {
  std::string host;  // name or address, IPv6 without its brackets
  std::uint16_t port = 0;

  bool operator==(const HostPort&) const = default;
  // "host:port", an IPv6 address in brackets.
  std::string to_string() const;
};

// Reads host:port, [ipv6]:port and, where a default port is given, host alone. Port 0 (any free
// one) is allowed. Refusals (kIllegalArgument): no host, no port, a port above 65535, an IPv6
// address without brackets (its last group would be taken for a port), spaces inside.
Result<HostPort> parse_host_port(std::string_view text);
Result<HostPort> parse_host_port(std::string_view text, std::uint16_t default_port);

}  // namespace mammoth
