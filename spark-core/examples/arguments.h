// What the examples share: a usage line, and the words, fields and numbers of a line. Header only, no
// state.
#pragma once

#include <charconv>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

// Writes it to standard error; answers the exit code.
inline int usage(const char* text) {
  std::fprintf(stderr, "Usage: %s\n", text);
  return 2;
}

// Calls `each` with every run of characters that are no white space.
template <class Each>
void for_each_word(std::string_view line, Each&& each) {
  const char* at = line.data();
  const char* end = at + line.size();
  auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (at != end) {
    while (at != end && blank(*at)) ++at;
    const char* begin = at;
    while (at != end && !blank(*at)) ++at;
    if (at != begin) each(std::string_view(begin, static_cast<std::size_t>(at - begin)));
  }
}

inline std::vector<std::string_view> split(std::string_view line, char separator) {
  std::vector<std::string_view> fields;
  for (std::size_t end = line.find(separator); end != std::string_view::npos;
       end = line.find(separator)) {
    fields.push_back(line.substr(0, end));
    line.remove_prefix(end + 1);
  }
  fields.push_back(line);
  return fields;
}

// The numbered field, from 0; a line that ends before it is refused.
inline std::string_view field(std::string_view line, char separator, int number) {
  std::string_view rest = line;
  for (int i = 0; i < number; ++i) {
    const std::size_t end = rest.find(separator);
    if (end == std::string_view::npos)
      throw std::invalid_argument("a line without field " + std::to_string(number) + ": " +
                                  std::string(line.substr(0, 100)));
    rest.remove_prefix(end + 1);
  }
  return rest.substr(0, rest.find(separator));
}

template <class N>
N number(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  N value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::invalid_argument("not a number: " + std::string(text.substr(0, 100)));
  return value;
}

}  // namespace examples
