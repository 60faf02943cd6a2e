#include "httpfs/gateway/signed_cookie.h"

#include <fmt/format.h>

#include <charconv>

#include "common/security/secrets.h"

namespace mammoth::httpfs {

namespace {

constexpr std::string_view kSignatureMark = "&s=";
constexpr std::string_view kKind = "simple-dt";  // by user.name=, or by a delegation token

std::string signature_of(std::string_view text, std::string_view secret) {
  return security::encode_base64(security::hmac_sha256(secret, text));
}

// The value of `name` in "u=ann&p=ann".
std::string_view part(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), piece.size() + 1));
    if (piece.size() > name.size() && piece.starts_with(name) && piece[name.size()] == '=')
      return piece.substr(name.size() + 1);
  }
  return {};
}

std::string_view without_spaces(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// Up to the ';' behind it, which may also stand between quotation marks.
std::string_view cookie_pair(std::string_view header) {
  bool is_quoted = false;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i] == '"') is_quoted = !is_quoted;
    if (header[i] == ';' && !is_quoted) return header.substr(0, i);
  }
  return header;
}

}  // namespace

Result<std::string> sign_cookie(std::string_view user, std::int64_t expires_ms,
                                std::string_view secret) {
  if (user.empty() || user.find_first_of("&\"\r\n") != std::string_view::npos)
    return Error{ErrorCode::kIllegalArgument, "userName is NULL, empty or contains a '&'"};
  const std::string text = fmt::format("u={0}&p={0}&t={1}&e={2}", user, kKind, expires_ms);
  return fmt::format("{}{}{}", text, kSignatureMark, signature_of(text, secret));
}

std::optional<std::string> user_of_cookie(std::string_view value, std::int64_t now_ms,
                                          std::string_view secret) {
  const std::size_t mark = value.rfind(kSignatureMark);
  if (mark == std::string_view::npos) return std::nullopt;
  const std::string_view text = value.substr(0, mark);
  const std::string_view signature = value.substr(mark + kSignatureMark.size());
  if (!security::equal_secrets(signature, signature_of(text, secret))) return std::nullopt;
  const std::string_view expires = part(text, "e");
  std::int64_t expires_ms = 0;
  const auto [end, failure] =
      std::from_chars(expires.data(), expires.data() + expires.size(), expires_ms);
  if (failure != std::errc() || end != expires.data() + expires.size()) return std::nullopt;
  if (expires_ms != -1 && now_ms > expires_ms) return std::nullopt;
  if (part(text, "t") != kKind || part(text, "u").empty()) return std::nullopt;
  return std::string(part(text, "u"));
}

std::optional<std::string> find_cookie(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    std::string_view pair = cookie_pair(header);
    header.remove_prefix(std::min(header.size(), pair.size() + 1));
    pair = without_spaces(pair);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || without_spaces(pair.substr(0, equals)) != name)
      continue;
    std::string_view value = without_spaces(pair.substr(equals + 1));
    if (value.size() > 1 && value.starts_with('"') && value.ends_with('"'))
      value = value.substr(1, value.size() - 2);
    return std::string(value);
  }
  return std::nullopt;
}

}  // namespace mammoth::httpfs
