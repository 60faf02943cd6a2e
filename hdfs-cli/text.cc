#include "hdfs-cli/text.h"

#include <algorithm>
#include <array>

namespace mammoth::cli {

std::size_t java_length(std::string_view utf8) {
  std::size_t length = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) length += byte >= 0xf0 ? 2 : 1;
  }
  return length;
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t length = java_length(text);
  return std::string(width > length ? width - length : 0, ' ').append(text);
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t length = java_length(text);
  return std::string(text).append(width > length ? width - length : 0, ' ');
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

std::string printable(std::string_view text) {
  struct Range {
    char32_t low;
    char32_t high;
  };
  static constexpr std::array<Range, 19> kHidden{{
      {0x0, 0x1f},        {0x7f, 0x9f},       {0xad, 0xad},         {0x600, 0x605},
      {0x61c, 0x61c},     {0x6dd, 0x6dd},     {0x70f, 0x70f},       {0x180e, 0x180e},
      {0x200b, 0x200f},   {0x202a, 0x202e},   {0x2060, 0x206f},     {0xd800, 0xf8ff},
      {0xfeff, 0xfeff},   {0xfff9, 0xfffb},   {0xfffe, 0xffff},     {0xe0001, 0xe0001},
      {0xe0020, 0xe007f}, {0xf0000, 0xffffd}, {0x100000, 0x10fffd},
  }};
  std::string result;
  for (const char32_t c : code_points(text)) {
    const bool hidden = std::ranges::any_of(
        kHidden, [c](const Range& range) { return range.low <= c && c <= range.high; });
    append_utf8(result, hidden ? U'?' : c);
  }
  return result;
}

std::string wrap(std::string_view text, std::size_t width) {
  std::string result;
  while (text.size() > width) {
    if (text.front() == ' ') {
      text.remove_prefix(1);
      continue;
    }
    const std::size_t space = text.rfind(' ', width);
    const std::size_t cut = space == std::string_view::npos ? width : space;
    result.append(text.substr(0, cut)).push_back('\n');
    text.remove_prefix(space == std::string_view::npos ? cut : cut + 1);
  }
  return result.append(text);
}

}  // namespace mammoth::cli
