#include "hdfs-cli/tools/namenode_web.h"

#include <fmt/format.h>

#include <cctype>

#include "common/config/keys.h"
#include "hdfs-cli/file_systems.h"

namespace mammoth::cli {

namespace {
constexpr std::uint16_t kDefaultWebPort = 9870;
}

Result<HostPort> namenode_web_address(const Environment& environment,
                                      std::string_view file_system) {
  const auto text = environment.configuration.find(keys::kDfsNamenodeHttpAddress.name);
  HostPort address = TRY(parse_host_port(text.value_or("0.0.0.0"), kDefaultWebPort));
  if (address.host == "0.0.0.0" || address.host == "::")
    address.host = TRY(parse_host_port(authority_of(file_system), 0)).host;
  return address;
}

std::string form_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || c == '.' || c == '-' || c == '*' || c == '_')
      encoded += c;
    else if (c == ' ')
      encoded += '+';
    else
      encoded += fmt::format("%{:02X}", byte);
  }
  return encoded;
}

}  // namespace mammoth::cli
