#include "common/security/digest_md5_client.h"

#include <fmt/format.h>

#include "common/security/secrets.h"

namespace mammoth::security {

namespace {

constexpr int kMaxReceiveBytes = 65536;

bool offers_auth(std::string_view qop) {
  if (qop.empty()) return true;
  for (;;) {
    const std::size_t comma = qop.find(',');
    std::string_view one = qop.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one == "auth") return true;
    if (comma == std::string_view::npos) return false;
    qop.remove_prefix(comma + 1);
  }
}

}  // namespace

DigestMd5Client::DigestMd5Client(const Token& token, const SaslOffer& offer,
                                 const RandomBytes& random)
    : server_id_(offer.server_id) {
  input_.username = encode_base64(token.identifier);
  input_.password = encode_base64(token.password);
  input_.cnonce = make_nonce(random);
  input_.digest_uri = offer.protocol + "/" + offer.server_id;
}

Result<SaslStep> DigestMd5Client::step(std::string_view challenge) {
  if (challenge.size() > kMaxDigestChallengeBytes)
    return digest_error(
        fmt::format("DIGEST-MD5: Invalid digest-challenge length. Got:  {} Expected < {}",
                    challenge.size(), kMaxDigestChallengeBytes));
  switch (std::exchange(state_, State::kOver)) {
    case State::kFresh:
      if (!challenge.empty()) return answer(challenge);
      state_ = State::kFresh;  // the server has not asked yet
      return SaslStep{false, ""};
    case State::kAnswered:
      return verify(challenge);
    case State::kOver:
      break;
  }
  return digest_error("DIGEST-MD5: Client at illegal state");
}

Result<SaslStep> DigestMd5Client::answer(std::string_view challenge) {
  DigestDirectives asked = TRY(parse_digest_directives(challenge));
  if (asked["algorithm"] != "md5-sess")
    return digest_error(
        "DIGEST-MD5: Digest-challenge format violation. Invalid value for "
        "'algorithm' directive: " +
        asked["algorithm"]);
  if (asked["nonce"].empty())
    return digest_error("DIGEST-MD5: Digest-challenge format violation. nonce directive missing");
  if (!offers_auth(asked["qop"]))
    return digest_error(
        "DIGEST-MD5: No common protection layer between client and server: the "
        "server wants " +
        asked["qop"] + ", only auth is supported");
  input_.realm = asked.contains("realm") ? asked["realm"] : server_id_;
  input_.nonce = asked["nonce"];
  state_ = State::kAnswered;
  const std::string charset = asked["charset"] == "utf-8" ? "charset=utf-8," : "";
  return SaslStep{
      false, fmt::format("{}username={},realm={},nonce={},nc={},cnonce={},digest-uri={},maxbuf={},"
                         "response={},qop=auth",
                         charset, quoted(input_.username), quoted(input_.realm),
                         quoted(input_.nonce), input_.nonce_count, quoted(input_.cnonce),
                         quoted(input_.digest_uri), kMaxReceiveBytes, digest_response(input_))};
}

Result<SaslStep> DigestMd5Client::verify(std::string_view proof) {
  const DigestDirectives directives = TRY(parse_digest_directives(proof));
  const auto rspauth = directives.find("rspauth");
  if (rspauth == directives.end())
    return digest_error(
        "DIGEST-MD5: Authentication failed. Expecting 'rspauth' authentication "
        "success message");
  if (!equal_secrets(rspauth->second, digest_rspauth(input_)))
    return digest_error("DIGEST-MD5: Server's rspauth value does not match what client expects");
  return SaslStep{true, ""};
}

}  // namespace mammoth::security
