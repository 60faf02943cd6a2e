// What the examples share: a usage line, and the words and fields of a line. Header only, no state.
#pragma once

#include <cstdio>
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

}  // namespace examples
