#include "common/http/uri.h"

#include <algorithm>
#include <array>

#include "common/http/letters.h"

namespace mammoth::http {

namespace {

constexpr std::size_t kMaxParameters = 1'000;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char letter = lower(c);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

Result<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0)
        return Error{ErrorCode::kIllegalArgument, "a percent sign without two hexadecimal digits"};
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (c == '\0') return Error{ErrorCode::kIllegalArgument, "a NUL in the request's target"};
    decoded.push_back(c);
  }
  return decoded;
}

std::string encode(std::string_view text, std::string_view plain) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (is_letter_or_digit(c) || plain.find(c) != std::string_view::npos) {
      encoded.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded.push_back('%');
    encoded.push_back(kDigits[byte >> 4]);
    encoded.push_back(kDigits[byte & 15]);
  }
  return encoded;
}

Result<Query> parse_query(std::string_view text) {
  Query query;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    if (part.empty()) continue;
    if (query.all().size() == kMaxParameters)
      return Error{ErrorCode::kIllegalArgument, "too many parameters"};
    const auto equals = part.find('=');
    auto name = TRY(decode(part.substr(0, equals), /*plus_is_space=*/true));
    auto value = equals == std::string_view::npos
                     ? std::string()
                     : TRY(decode(part.substr(equals + 1), /*plus_is_space=*/true));
    query.add(std::move(name), std::move(value));
  }
  return query;
}

}  // namespace

std::optional<std::string_view> Query::find(std::string_view name) const {
  for (const auto& [key, value] : parameters_)
    if (same_name(key, name)) return value;
  return std::nullopt;
}

Result<Target> parse_target(std::string_view target) {
  if (!target.starts_with('/'))
    return Error{ErrorCode::kIllegalArgument, "the request's target is no path"};
  target = target.substr(0, target.find('#'));
  const auto mark = target.find('?');
  Target parsed;
  parsed.path = TRY(decode(target.substr(0, mark), /*plus_is_space=*/false));
  if (mark != std::string_view::npos) parsed.query = TRY(parse_query(target.substr(mark + 1)));
  return parsed;
}

std::string encode_path(std::string_view path) {
  return encode(path, "/-._~!$'()*,;:@");
}

std::string encode_query_value(std::string_view value) {
  return encode(value, "/-._~!$'()*,;:@");
}

}  // namespace mammoth::http
