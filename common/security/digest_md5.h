// The arithmetic and the text of SASL DIGEST-MD5 (RFC 2831), as far as Hadoop uses it to prove that
// somebody holds a token: one realm, algorithm md5-sess, quality of protection "auth" (who it is,
// without signing or sealing what follows), no authorisation identity, no re-authentication.
//
//   server: realm="default",nonce="…",qop="auth",charset=utf-8,algorithm=md5-sess
//   client: charset=utf-8,username="…",realm="default",nonce="…",nc=00000001,cnonce="…",
//           digest-uri="/default",maxbuf=65536,response=<hex>,qop=auth
//   server: rspauth=<hex>
//
// Pure functions, thread-safe. Errors are Java's javax.security.sasl.SaslException.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/security/random_bytes.h"

namespace mammoth::security {

inline constexpr std::size_t kMaxDigestChallengeBytes = 2048;
inline constexpr std::size_t kMaxDigestResponseBytes = 4096;

Error digest_error(std::string message);

// `name=value` pairs separated by commas, values plain or quoted. Refuses a name that comes twice.
using DigestDirectives = std::map<std::string, std::string, std::less<>>;
Result<DigestDirectives> parse_digest_directives(std::string_view text);

// A value within quotes, `"` and `\` escaped.
std::string quoted(std::string_view value);

// What a response is computed from.
struct DigestInput {
  std::string username;
  std::string realm;
  std::string password;
  std::string nonce;
  std::string cnonce;
  std::string nonce_count = "00000001";
  std::string digest_uri;
};

// 32 lower-case hexadecimal digits: what the client proves itself with, and what the server
// answers.
std::string digest_response(const DigestInput& input);
std::string digest_rspauth(const DigestInput& input);

// 40 characters of base64.
std::string make_nonce(const RandomBytes& random);

}  // namespace mammoth::security
