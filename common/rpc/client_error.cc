#include "common/rpc/client_error.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>

namespace mammoth::rpc {

namespace {

constexpr std::string_view kWiki = "For more details see:  http://wiki.apache.org/hadoop/";

std::string local_host() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

std::string both_ends(const HostPort& to) {
  return fmt::format("local host is: \"{}\"; destination host is: \"{}\":{}; ", local_host(),
                     to.host, to.port);
}

}  // namespace

Error connect_error(const HostPort& to, std::string_view java_exception) {
  return {
      ErrorCode::kConnect,
      fmt::format("Call From {} to {}:{} failed on connection exception: {}; {}ConnectionRefused",
                  local_host(), to.host, to.port, java_exception, kWiki)};
}

Error timeout_error(const HostPort& to, std::string_view why) {
  return {ErrorCode::kSocketTimeout,
          fmt::format("Call From {} to {}:{} failed on socket timeout exception: "
                      "java.net.SocketTimeoutException: {}; {}SocketTimeout",
                      local_host(), to.host, to.port, why, kWiki)};
}

Error unknown_host_error(const HostPort& to) {
  return {ErrorCode::kUnknownHost,
          fmt::format("Invalid host name: {}java.net.UnknownHostException; {}UnknownHost",
                      both_ends(to), kWiki)};
}

Error lost_error(const HostPort& to, std::string_view why) {
  return {ErrorCode::kEof,
          fmt::format("End of File Exception between {}: java.io.EOFException: {}; {}EOFException",
                      both_ends(to), why, kWiki)};
}

}  // namespace mammoth::rpc
