// Who asks (Hadoop: AuthenticationFilter and DelegationTokenAuthenticationHandler with the handler
// of type "simple"): whoever a delegation token belongs to; else whom a signed cookie names; else
// whoever user.name= says, and he gets a cookie. Requests that give out, renew and cancel tokens
// are answered here.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "common/config/configuration.h"
#include "common/http/message.h"
#include "httpfs/gateway/delegation_tokens.h"

namespace mammoth::httpfs {

// Thread-safe.
class Authenticator {
 public:
  struct Outcome {
    std::string user{};
    bool by_token = false;                   // nobody acts for others with one
    std::optional<std::string> cookie{};     // for the answer: a Set-Cookie header
    std::optional<http::Response> answer{};  // instead of everything else
  };

  // Whether the first may act for the second: the NameNode's to say. Runs on the caller's thread.
  using MayActFor = std::function<Result<void>(const std::string&, const std::string&)>;

  // Reads the secret for cookies from httpfs.authentication.signature.secret.file; without that it
  // is drawn by lot. kIo for a file that cannot be read, kIllegalArgument for an empty one.
  static Result<std::unique_ptr<Authenticator>> make(const Configuration& configuration,
                                                     MayActFor may_act_for);

  Outcome identify(const http::Request& request);

 private:
  Authenticator(std::string secret, std::int64_t validity_ms, MayActFor may_act_for)
      : secret_(std::move(secret)),
        validity_ms_(validity_ms),
        may_act_for_(std::move(may_act_for)) {}

  Outcome by_name(const http::Request& request) const;
  Outcome by_token(const std::string& text);
  http::Response manage_tokens(const http::Request& request, const std::string& operation,
                               std::string user);
  http::Response give_out(const http::Request& request, const std::string& user);
  http::Response renew(const std::string& text, const std::string& user);
  http::Response cancel(const std::string& text, const std::string& user);

  const std::string secret_;
  const std::int64_t validity_ms_;
  const MayActFor may_act_for_;
  DelegationTokens tokens_;
};

}  // namespace mammoth::httpfs
