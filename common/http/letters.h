// Header and parameter names are compared without regard to case: of ASCII, whatever the locale.
#pragma once

#include <algorithm>
#include <string_view>

namespace mammoth::http {

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace mammoth::http
