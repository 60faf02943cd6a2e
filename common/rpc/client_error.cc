#include "common/rpc/client_error.h"

#include <fmt/format.h>
#include <netdb.h>
#include <unistd.h>

#include <array>
#include <boost/asio/ip/address.hpp>

namespace mammoth::rpc {

namespace {

constexpr std::string_view kWiki = "For more details see:  http://wiki.apache.org/hadoop/";

// "name/address", as Java shows it; looked up once.
const std::string& local_host() {
  static const std::string host = [] {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return std::string("localhost/127.0.0.1");
    addrinfo wanted{};
    wanted.ai_family = AF_INET;
    addrinfo* found = nullptr;
    std::array<char, NI_MAXHOST> address{};
    if (getaddrinfo(name.data(), nullptr, &wanted, &found) == 0) {
      getnameinfo(found->ai_addr, found->ai_addrlen, address.data(), address.size(), nullptr, 0,
                  NI_NUMERICHOST);
      freeaddrinfo(found);
    }
    return address[0] == 0 ? std::string(name.data())
                           : fmt::format("{}/{}", name.data(), address.data());
  }();
  return host;
}

// Java shows the name of an address; only that of loopback is known without asking anybody.
std::string_view host_name(const HostPort& to) {
  boost::system::error_code not_literal;
  const auto address = boost::asio::ip::make_address(to.host, not_literal);
  return !not_literal && address.is_loopback() ? "localhost" : std::string_view(to.host);
}

std::string both_ends(const HostPort& to) {
  return fmt::format("local host is: \"{}\"; destination host is: \"{}\":{}; ", local_host(),
                     host_name(to), to.port);
}

}  // namespace

Error connect_error(const HostPort& to, std::string_view java_exception) {
  return {
      ErrorCode::kConnect,
      fmt::format("Call From {} to {}:{} failed on connection exception: {}; {}ConnectionRefused",
                  local_host(), host_name(to), to.port, java_exception, kWiki)};
}

Error timeout_error(const HostPort& to, std::string_view why) {
  return {ErrorCode::kSocketTimeout,
          fmt::format("Call From {} to {}:{} failed on socket timeout exception: "
                      "java.net.SocketTimeoutException: {}; {}SocketTimeout",
                      local_host(), host_name(to), to.port, why, kWiki)};
}

Error unknown_host_error(const HostPort& to) {
  return {ErrorCode::kUnknownHost,
          fmt::format("Invalid host name: {}java.net.UnknownHostException; {}UnknownHost",
                      both_ends(to), kWiki)};
}

// `why` is the Java exception with its class, which decides the words around it.
Error lost_error(const HostPort& to, std::string_view why) {
  if (why.starts_with("java.io.EOFException"))
    return {ErrorCode::kEof, fmt::format("End of File Exception between {}: {}; {}EOFException",
                                         both_ends(to), why, kWiki)};
  if (why.starts_with("java.net.SocketException"))
    return {ErrorCode::kEof,
            fmt::format("Call From {} to {}:{} failed on socket exception: {}; {}SocketException",
                        local_host(), host_name(to), to.port, why, kWiki)};
  return {ErrorCode::kEof,
          fmt::format(
              "DestHost:destPort {}:{} , LocalHost:localPort {}:0. Failed on local exception: {}",
              host_name(to), to.port, local_host(), why)};
}

}  // namespace mammoth::rpc
