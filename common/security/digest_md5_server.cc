#include "common/security/digest_md5_server.h"

#include <fmt/format.h>

#include "common/security/secrets.h"

namespace mammoth::security {

namespace {

constexpr std::size_t kMaxCnonceBytes = 1024;

Error violation(std::string_view what) {
  return digest_error(fmt::format("DIGEST-MD5: digest response format violation. {}", what));
}

std::string_view value_of(const DigestDirectives& directives, std::string_view name) {
  const auto found = directives.find(name);
  return found == directives.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace

DigestMd5Server::DigestMd5Server(const TokenVerifier& verifier, std::string server_id,
                                 const RandomBytes& random)
    : verifier_(verifier), server_id_(std::move(server_id)), nonce_(make_nonce(random)) {}

Result<SaslStep> DigestMd5Server::step(std::string_view token) {
  switch (std::exchange(state_, State::kOver)) {
    case State::kFresh:
      if (!token.empty()) return digest_error("DIGEST-MD5 must not have an initial response");
      state_ = State::kChallenged;
      return SaslStep{false,
                      fmt::format("realm={},nonce={},qop=\"auth\",charset=utf-8,algorithm=md5-sess",
                                  quoted(server_id_), quoted(nonce_))};
    case State::kChallenged:
      break;
    case State::kOver:
      return digest_error("DIGEST-MD5: Server at illegal state");
  }
  if (token.size() > kMaxDigestResponseBytes)
    return digest_error(
        fmt::format("DIGEST-MD5: Invalid digest response length. Got:  {} Expected < {}",
                    token.size(), kMaxDigestResponseBytes));
  const DigestDirectives answer = TRY(parse_digest_directives(token));
  DigestInput input = TRY(read(answer));
  const auto identifier = decode_base64(input.username);
  if (!identifier) return Error{ErrorCode::kInvalidToken, "Can't de-serialize tokenIdentifier"};
  TokenClaim claim = TRY(verifier_.claim(*identifier));
  input.password = encode_base64(claim.password);
  if (!equal_secrets(digest_response(input), value_of(answer, "response")))
    return violation("Mismatched response.");
  user_ = std::move(claim.user);
  identifier_ = *identifier;
  return SaslStep{true, "rspauth=" + digest_rspauth(input)};
}

// All but the password.
Result<DigestInput> DigestMd5Server::read(const DigestDirectives& answer) {
  DigestInput input{.username = std::string(value_of(answer, "username")),
                    .realm = std::string(value_of(answer, "realm")),
                    .password = {},
                    .nonce = std::string(value_of(answer, "nonce")),
                    .cnonce = std::string(value_of(answer, "cnonce")),
                    .nonce_count = std::string(value_of(answer, "nc")),
                    .digest_uri = std::string(value_of(answer, "digest-uri"))};
  if (input.username.empty()) return violation("Missing username.");
  if (input.cnonce.empty()) return violation("Missing cnonce.");
  if (input.cnonce.size() > kMaxCnonceBytes) return violation("cnonce is too long.");
  if (input.realm != server_id_)
    return digest_error("DIGEST-MD5: digest response format violation. Nonexistent realm: " +
                        input.realm);
  // An answer to another connection's challenge is a replay.
  if (!equal_secrets(input.nonce, nonce_)) return violation("Mismatched nonce.");
  if (input.nonce_count != "00000001")
    return violation("Nonce count does not match: " + input.nonce_count);
  if (input.digest_uri != "/" + server_id_)
    return violation("Mismatched URI: " + input.digest_uri + "; expecting: /" + server_id_);
  if (answer.contains("authzid")) return violation("authzid is not supported.");
  const std::string_view qop = value_of(answer, "qop");
  if (!qop.empty() && qop != "auth")
    return violation(fmt::format("qop {} is not supported, only auth is.", qop));
  const std::string_view charset = value_of(answer, "charset");
  if (!charset.empty() && charset != "utf-8")
    return violation("Incompatible charset value: " + std::string(charset));
  return input;
}

}  // namespace mammoth::security
