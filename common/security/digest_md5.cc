#include "common/security/digest_md5.h"

#include <algorithm>
#include <cctype>

#include "common/base/bytes.h"
#include "common/io/md5.h"
#include "common/security/secrets.h"

namespace mammoth::security {

namespace {

constexpr std::size_t kNonceBytes = 30;
constexpr std::string_view kBlank = " \t\r\n";

std::string md5_of(std::string_view text) {
  const Md5Digest digest = md5(as_byte_view(text));
  return std::string(as_text(digest));
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto octet = static_cast<unsigned char>(c);
    text.push_back(kDigits[octet >> 4]);
    text.push_back(kDigits[octet & 15]);
  }
  return text;
}

std::string digest(const DigestInput& in, std::string_view method) {
  const std::string a1 =
      md5_of(in.username + ':' + in.realm + ':' + in.password) + ':' + in.nonce + ':' + in.cnonce;
  const std::string a2 = std::string(method) + ':' + in.digest_uri;
  return hex(md5_of(hex(md5_of(a1)) + ':' + in.nonce + ':' + in.nonce_count + ':' + in.cnonce +
                    ":auth:" + hex(md5_of(a2))));
}

void skip_blank(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
}

Result<std::string> take_quoted(std::string_view& text) {
  std::string value;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return value;
    }
    if (text[i] == '\\' && ++i == text.size()) break;
    value.push_back(text[i]);
  }
  return digest_error("DIGEST-MD5: Unmatched quote found for directive");
}

Result<std::string> take_value(std::string_view& text) {
  if (text.starts_with('"')) return take_quoted(text);
  const std::size_t end = std::min(text.find_first_of(", \t\r\n"), text.size());
  std::string value(text.substr(0, end));
  text.remove_prefix(end);
  return value;
}

}  // namespace

Error digest_error(std::string message) {
  return {ErrorCode::kRemote, std::move(message), "javax.security.sasl.SaslException"};
}

Result<DigestDirectives> parse_digest_directives(std::string_view text) {
  DigestDirectives directives;
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(", \t\r\n"), text.size()));
    if (text.empty()) return directives;
    const std::size_t equals = text.find('=');
    std::string name(text.substr(0, equals));
    while (!name.empty() && kBlank.find(name.back()) != std::string_view::npos) name.pop_back();
    const bool is_token = !name.empty() && std::ranges::none_of(name, [](unsigned char c) {
      return c <= ' ' || c >= 127 || c == '"' || c == ',';
    });
    if (equals == std::string_view::npos || !is_token)
      return digest_error("DIGEST-MD5: Expecting directive and value");
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    text.remove_prefix(equals + 1);
    skip_blank(text);
    std::string value = TRY(take_value(text));
    skip_blank(text);
    if (!text.empty() && text.front() != ',')
      return digest_error("DIGEST-MD5: Expecting comma between directives");
    if (!directives.emplace(name, std::move(value)).second)
      return digest_error("DIGEST-MD5: peer sent more than one " + name + " directive");
  }
}

std::string quoted(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
  return text + '"';
}

std::string digest_response(const DigestInput& input) {
  return digest(input, "AUTHENTICATE");
}

std::string digest_rspauth(const DigestInput& input) {
  return digest(input, "");
}

std::string make_nonce(const RandomBytes& random) {
  return encode_base64(random(kNonceBytes));
}

}  // namespace mammoth::security
