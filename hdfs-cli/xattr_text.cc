#include "hdfs-cli/xattr_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hdfs-cli/text.h"

namespace mammoth::cli {

namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string to_base64(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = group << 8 | (j < count ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    for (std::size_t j = 0; j < 4; ++j)
      text += j <= count ? kBase64[group >> (18 - 6 * j) & 63] : '=';
  }
  return text;
}

// What is no digit is skipped, and the first = ends it, as in Java's commons-codec.
std::string from_base64(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    if (c == '=') break;
    const char digit = c == '-' ? '+' : c == '_' ? '/' : c;
    const std::size_t value = kBase64.find(digit);
    if (value == std::string_view::npos) continue;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

Result<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0)
    return Error{ErrorCode::kIo,
                 "org.apache.commons.codec.DecoderException: Odd number of characters."};
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int digit = hex_digit(text[i]);
    if (digit < 0)
      return Error{ErrorCode::kIo,
                   fmt::format("org.apache.commons.codec.DecoderException: Illegal hexadecimal "
                               "character {} at index {}",
                               text[i], i)};
    if (i % 2 == 0)
      bytes += static_cast<char>(digit << 4);
    else
      bytes.back() = static_cast<char>(bytes.back() | digit);
  }
  return bytes;
}

// Java: String.hashCode over the UTF-16 units of a UTF-8 text, then HashMap's spreading.
std::uint32_t java_hash(std::string_view text) {
  std::uint32_t hash = 0;
  const auto add = [&](std::uint32_t unit) { hash = hash * 31 + unit; };
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const unsigned length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t point = length == 1 ? lead : lead & (0x7Fu >> length);
    for (unsigned j = 1; j < length && i + j < text.size(); ++j)
      point = point << 6 | (static_cast<unsigned char>(text[i + j]) & 0x3Fu);
    i += length;
    if (point < 0x10000) {
      add(point);
    } else {
      add(0xD800 + ((point - 0x10000) >> 10));
      add(0xDC00 + ((point - 0x10000) & 0x3FF));
    }
  }
  return hash ^ hash >> 16;
}

}  // namespace

std::optional<XAttrEncoding> parse_xattr_encoding(std::string_view name) {
  const std::string lower = lower_case(name);
  if (lower == "text") return XAttrEncoding::kText;
  if (lower == "hex") return XAttrEncoding::kHex;
  if (lower == "base64") return XAttrEncoding::kBase64;
  return std::nullopt;
}

std::string encode_xattr(std::string_view value, XAttrEncoding encoding) {
  if (encoding == XAttrEncoding::kBase64) return "0s" + to_base64(value);
  if (encoding == XAttrEncoding::kText) return fmt::format("\"{}\"", value);
  std::string text = "0x";
  for (const char c : value) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return text;
}

Result<std::string> decode_xattr(std::string_view text) {
  if (text.size() >= 2) {
    if (text.starts_with('"') && text.ends_with('"'))
      return std::string(text.substr(1, text.size() - 2));
    const std::string prefix = lower_case(text.substr(0, 2));
    if (prefix == "0x") return from_hex(text.substr(2));
    if (prefix == "0s") return from_base64(text.substr(2));
  }
  return std::string(text);
}

void order_as_hash_map(std::vector<hdfs::XAttr>& xattrs) {
  std::size_t buckets = 16;
  while (xattrs.size() > buckets * 3 / 4) buckets *= 2;
  std::ranges::stable_sort(
      xattrs, {}, [&](const hdfs::XAttr& xattr) { return java_hash(xattr.name) & (buckets - 1); });
}

}  // namespace mammoth::cli
