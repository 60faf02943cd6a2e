#include "common/webhdfs/xattr_codec.h"

#include <fmt/format.h>

namespace mammoth::webhdfs {

namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string to_hex(std::string_view bytes) {
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char c : bytes)
    fmt::format_to(std::back_inserter(text), "{:02x}", static_cast<unsigned char>(c));
  return text;
}

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    const std::size_t digits = std::min<std::size_t>(bytes.size() - at, 3) + 1;
    for (std::size_t i = 0; i < 4; ++i)
      text.push_back(i < digits ? kBase64[group >> (18 - 6 * i) & 63] : '=');
  }
  return text;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

Error no_hex(std::string why) {
  return {ErrorCode::kIo, "org.apache.commons.codec.DecoderException: " + std::move(why)};
}

Result<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return no_hex("Odd number of characters.");
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int digit = hex_digit(text[at]);
    if (digit < 0)
      return no_hex(fmt::format("Illegal hexadecimal character {} at index {}", text[at], at));
    if (at % 2 == 0)
      bytes.push_back(static_cast<char>(digit << 4));
    else
      bytes.back() = static_cast<char>(bytes.back() | digit);
  }
  return bytes;
}

std::string from_base64(std::string_view text) {
  std::string bytes;
  std::uint32_t group = 0;
  int bits = 0;
  for (const char c : text.substr(0, text.find('='))) {
    const std::size_t digit = kBase64.find(c == '-' ? '+' : c == '_' ? '/' : c);
    if (digit == std::string_view::npos) continue;
    group = group << 6 | static_cast<std::uint32_t>(digit);
    if ((bits += 6) < 8) continue;
    bits -= 8;
    bytes.push_back(static_cast<char>(group >> bits & 0xFF));
  }
  return bytes;
}

}  // namespace

std::string encode_xattr_value(std::string_view value, XAttrCodec codec) {
  switch (codec) {
    case XAttrCodec::kHex:
      return "0x" + to_hex(value);
    case XAttrCodec::kBase64:
      return "0s" + to_base64(value);
    case XAttrCodec::kText:
      break;
  }
  return fmt::format("\"{}\"", value);
}

Result<std::string> decode_xattr_value(std::string_view text) {
  if (text.size() < 2) return std::string(text);
  if (text.starts_with('"') && text.ends_with('"'))
    return std::string(text.substr(1, text.size() - 2));
  if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) return from_hex(text.substr(2));
  if (text[0] == '0' && (text[1] == 's' || text[1] == 'S')) return from_base64(text.substr(2));
  return std::string(text);
}

}  // namespace mammoth::webhdfs
