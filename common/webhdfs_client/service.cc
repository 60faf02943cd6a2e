#include "common/webhdfs_client/service.h"

#include <fmt/format.h>
#include <netdb.h>

#include <memory>

#include "common/http/letters.h"
#include "common/http/uri.h"
#include "common/rpc/remote_error.h"

namespace mammoth::webhdfs_client {

namespace {

constexpr std::size_t kLongestAnswerBytes = 256u << 20;  // a page of a listing
constexpr std::size_t kLongestRefusalBytes = 1u << 20;

bool is_redirect(unsigned status) {
  return status == 307 || status == 302 || status == 301 || status == 303;
}

// "http://host:port/…", cut behind the authority.
Result<std::pair<HostPort, std::string>> split_location(const std::string& location) {
  constexpr std::string_view kScheme = "http://";
  const std::string_view text = location;
  const std::size_t slash = text.find('/', kScheme.size());
  if (!text.starts_with(kScheme) || slash == std::string_view::npos)
    return Error{ErrorCode::kIo, "Invalid redirect: " + location};
  HostPort server = TRY(parse_host_port(text.substr(kScheme.size(), slash - kScheme.size()), 80));
  return std::pair(std::move(server), std::string(text.substr(slash)));
}

// As Java names a host whose address was given.
std::string name_of(const std::string& host) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return host;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> address(found, &::freeaddrinfo);
  char name[NI_MAXHOST] = {};
  const bool has_name = ::getnameinfo(address->ai_addr, address->ai_addrlen, name, sizeof name,
                                      nullptr, 0, NI_NAMEREQD) == 0;
  return has_name ? name : host;
}

Error unreachable(const HostPort& server, const Error& error) {
  return {error.code, fmt::format("{}:{}: {}", name_of(server.host), server.port, error.message)};
}

}  // namespace

std::string Service::target_of(const Operation& operation) const {
  std::string target = fmt::format("/webhdfs/v1{}?op={}&user.name={}",
                                   http::encode_path(operation.path), operation.name,
                                   http::encode_query_value(user_));
  for (const auto& [name, value] : operation.parameters)
    target += fmt::format("&{}={}", name, http::encode_query_value(value));
  return target;
}

Error Service::refusal(http::ClientCall& call, const http::ClientAnswer& answer) {
  const auto body = call.read_all(kLongestRefusalBytes);
  if (body && http::same_name(answer.content_type, "application/json")) {
    const auto json = http::parse_json(*body);
    const http::JsonValue* remote = json ? json->find("RemoteException") : nullptr;
    if (remote != nullptr) {
      const std::string name = remote->string_at("exception").value_or("IOException");
      return rpc::error_from_java(
          remote->string_at("javaClassName").value_or("java.io." + name),
          remote->string_at("message").value_or(""));
    }
  }
  return {ErrorCode::kIo, fmt::format("Unexpected HTTP response: code={} != 200", answer.status)};
}

Result<http::ClientCall> Service::follow(const std::string& location, const std::string& method,
                                         bool sends_body) const {
  const auto [server, target] = TRY(split_location(location));
  auto call = http::ClientCall::open(
      server, {.method = method, .target = target, .sends_body = sends_body}, timeouts_);
  if (!call) return unreachable(server, call.error());
  return call;
}

Result<http::JsonValue> Service::ask(const Operation& operation) const {
  auto opened = http::ClientCall::open(
      server_, {.method = operation.method, .target = target_of(operation)}, timeouts_);
  if (!opened) return unreachable(server_, opened.error());
  http::ClientCall call = std::move(*opened);
  http::ClientAnswer answer = TRY(call.answer());
  if (is_redirect(answer.status)) {
    call = TRY(follow(answer.location, operation.method, false));
    answer = TRY(call.answer());
  }
  if (answer.status != 200) return refusal(call, answer);
  const std::string body = TRY(call.read_all(kLongestAnswerBytes));
  if (body.empty()) return http::JsonValue{};
  return http::parse_json(body);
}

Result<bool> Service::ask_boolean(const Operation& operation) const {
  const http::JsonValue answer = TRY(ask(operation));
  const http::JsonValue* truth = answer.find("boolean");
  if (truth == nullptr || truth->kind != http::JsonValue::Kind::kBool)
    return Error{ErrorCode::kIo, operation.name + " was answered without a truth value"};
  return truth->truth;
}

Result<http::ClientCall> Service::open_at_datanode(const Operation& operation,
                                                   bool sends_body) const {
  auto opened = http::ClientCall::open(
      server_, {.method = operation.method, .target = target_of(operation)}, timeouts_);
  if (!opened) return unreachable(server_, opened.error());
  const http::ClientAnswer answer = TRY(opened->answer());
  if (!is_redirect(answer.status)) return refusal(*opened, answer);
  return follow(answer.location, operation.method, sends_body);
}

}  // namespace mammoth::webhdfs_client
