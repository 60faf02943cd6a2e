#include "httpfs/gateway/authenticator.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "common/config/keys/httpfs.h"
#include "common/http/json.h"
#include "common/http/process_beans.h"
#include "common/rpc/remote_error.h"
#include "common/security/random_bytes.h"
#include "common/webhdfs/remote_exception.h"
#include "httpfs/gateway/parameters.h"
#include "httpfs/gateway/signed_cookie.h"

namespace mammoth::httpfs {

namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kMaxSecretBytes = 64u << 10;
constexpr std::string_view kTokenHeader = "X-Hadoop-Delegation-Token";

struct TokenOperation {
  std::string_view name;
  std::string_view method;
};
constexpr std::array<TokenOperation, 3> kTokenOperations{{{"GETDELEGATIONTOKEN", "GET"},
                                                          {"RENEWDELEGATIONTOKEN", "PUT"},
                                                          {"CANCELDELEGATIONTOKEN", "PUT"}}};

Result<std::string> read_secret(const std::string& file) {
  if (file.empty()) return security::system_random()(kSecretBytes);
  std::ifstream in(file, std::ios::binary);
  std::string secret(kMaxSecretBytes, '\0');
  in.read(secret.data(), static_cast<std::streamsize>(secret.size()));
  if (!in.eof() || in.bad())
    return Error{
        ErrorCode::kIo,
        fmt::format("Could not read HttpFS signature secret file: {} (of at most {} bytes)", file,
                    kMaxSecretBytes)};
  secret.resize(static_cast<std::size_t>(in.gcount()));
  if (secret.empty())
    return Error{ErrorCode::kIllegalArgument, "No secret in HttpFs signature secret file: " + file};
  return secret;
}

std::string set_cookie(std::string_view value) {
  return value.empty() ? fmt::format("{}=; Path=/; HttpOnly", kCookieName)
                       : fmt::format("{}=\"{}\"; Path=/; HttpOnly", kCookieName, value);
}

// An answer that also ends whatever cookie there is.
http::Response refused(unsigned status, std::string_view why) {
  return {
      .status = status,
      .headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Set-Cookie", set_cookie("")}},
      .body = fmt::format("{}\n", why)};
}

http::Response not_authenticated() {
  http::Response response = refused(401, "Authentication required");
  response.headers.emplace_back("WWW-Authenticate", "PseudoAuth");
  return response;
}

// As Java's exceptions print themselves.
std::string text_of(const Error& error) {
  const std::string java_class(rpc::java_class_of(error));
  return error.message.empty() ? java_class : java_class + ": " + error.message;
}

http::Response json_line(const http::JsonWriter& json) {
  return {.headers = {{"Content-Type", "application/json"}}, .body = json.text() + "\n"};
}

}  // namespace

Result<std::unique_ptr<Authenticator>> Authenticator::make(const Configuration& configuration,
                                                           MayActFor may_act_for) {
  std::string secret =
      TRY(read_secret(configuration.get(keys::kHttpfsAuthenticationSignatureSecretFile)));
  const std::int64_t validity_s = configuration.get_int(keys::kHttpfsAuthenticationTokenValidity);
  return std::unique_ptr<Authenticator>(
      new Authenticator(std::move(secret), validity_s * 1'000, std::move(may_act_for)));
}

Authenticator::Outcome Authenticator::by_name(const http::Request& request) const {
  const auto name = Parameters(request.query).text("user.name");
  if (!name) return {.answer = not_authenticated()};
  const auto cookie = sign_cookie(*name, http::wall_clock_ms() + validity_ms_, secret_);
  if (!cookie) return {.answer = refused(500, text_of(cookie.error()))};
  return {.user = *name, .cookie = set_cookie(*cookie)};
}

Authenticator::Outcome Authenticator::by_token(const std::string& text) {
  const auto owner = [&]() -> Result<std::string> {
    const security::Token token = TRY(token_from_text(text));
    return tokens_.owner_of(token, http::wall_clock_ms());
  }();
  if (owner) return {.user = *owner, .by_token = true};
  const Error refusal{ErrorCode::kRemote, text_of(owner.error()),
                      "org.apache.hadoop.security.authentication.client.AuthenticationException"};
  return {.answer = http::Response{.status = 403,
                                   .headers = {{"Content-Type", "application/json"}},
                                   .body = webhdfs::remote_exception_text(refusal)}};
}

Authenticator::Outcome Authenticator::identify(const http::Request& request) {
  const Parameters given(request.query);
  std::optional<std::string> known;
  if (const auto header = request.header("Cookie"))
    if (const auto value = find_cookie(*header, kCookieName))
      known = user_of_cookie(*value, http::wall_clock_ms(), secret_);
  const std::string operation = upper(given.text("op").value_or(""));
  const auto found = std::ranges::find(kTokenOperations, operation, &TokenOperation::name);
  if (found != kTokenOperations.end()) {
    if (request.method != found->method)
      return {.answer = http::Response{.status = 400}};  // a wrong method
    // Nobody gets a token by a token, but whoever has one may give it back.
    if (!known && operation != "CANCELDELEGATIONTOKEN") {
      Outcome named = by_name(request);
      if (named.answer) return {.answer = http::Response{.status = 403}};
      known = named.user;
    }
    return {.answer = manage_tokens(request, operation, known.value_or(""))};
  }
  if (known) return {.user = *known};
  const auto header = request.header(kTokenHeader);
  const auto token = header ? std::optional<std::string>(*header) : given.text("delegation");
  return token ? by_token(*token) : by_name(request);
}

http::Response Authenticator::manage_tokens(const http::Request& request,
                                            const std::string& operation, std::string user) {
  const Parameters given(request.query);
  if (operation == "GETDELEGATIONTOKEN") return give_out(request, user);
  const auto text = given.text("token");
  if (!text) return {.status = 400};
  return operation == "RENEWDELEGATIONTOKEN" ? renew(*text, user) : cancel(*text, user);
}

http::Response Authenticator::give_out(const http::Request& request, const std::string& user) {
  const Parameters given(request.query);
  const auto effective = given.text("doas");
  if (effective)
    if (const auto allowed = may_act_for_(user, *effective); !allowed)
      return {.status = 403,
              .headers = {{"Content-Type", "application/json"}},
              .body = webhdfs::remote_exception_text(allowed.error())};
  const std::string& owner = effective ? *effective : user;
  auto token = tokens_.issue(owner, given.text("renewer").value_or(owner), effective ? user : "",
                             http::wall_clock_ms());
  if (!token) return refused(403, text_of(token.error()));
  token->service = given.text("service").value_or("");
  http::JsonWriter json;
  json.begin_object().key("Token").begin_object().member("urlString", token_to_text(*token));
  return json_line(json.end_object().end_object());
}

http::Response Authenticator::renew(const std::string& text, const std::string& user) {
  const auto until = [&]() -> Result<std::int64_t> {
    const security::Token token = TRY(token_from_text(text));
    return tokens_.renew(token, user, http::wall_clock_ms());
  }();
  if (!until) return refused(403, text_of(until.error()));
  http::JsonWriter json;
  return json_line(json.begin_object().member("long", *until).end_object());
}

// Who does not say who he is may cancel what he holds.
http::Response Authenticator::cancel(const std::string& text, const std::string& user) {
  const auto done = [&]() -> Result<void> {
    const security::Token token = TRY(token_from_text(text));
    const std::int64_t now_ms = http::wall_clock_ms();
    const std::string canceller = user.empty() ? TRY(tokens_.owner_of(token, now_ms)) : user;
    return tokens_.cancel(token, canceller, now_ms);
  }();
  if (!done) return {.status = 404};
  return {};
}

}  // namespace mammoth::httpfs
