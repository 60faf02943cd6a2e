// Tokens: the words of a text as java.util.StringTokenizer finds them, between blanks, tabs, line
// feeds, carriage returns and form feeds. Views into the text.
#pragma once

#include <array>
#include <string_view>

namespace mammoth::mapreduce::examples {

class Tokens {
 public:
  explicit Tokens(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool next(std::string_view& token) {
    while (at_ != end_ && is_space(*at_)) ++at_;
    const char* const start = at_;
    while (at_ != end_ && !is_space(*at_)) ++at_;
    token = {start, static_cast<std::size_t>(at_ - start)};
    return !token.empty();
  }

 private:
  static bool is_space(char c) {
    static constexpr auto kSpaces = [] {
      std::array<bool, 256> table{};
      for (const unsigned char space : {' ', '\t', '\n', '\r', '\f'}) table[space] = true;
      return table;
    }();
    return kSpaces[static_cast<unsigned char>(c)];
  }

  const char* at_;
  const char* const end_;
};

}  // namespace mammoth::mapreduce::examples
