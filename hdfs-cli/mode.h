// The MODE of -chmod: octal, or symbolic like u+rwX,go-w,+t (Hadoop: ChmodParser).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mammoth::cli {

class Mode {
 public:
  // Nothing: the text is no mode. Of several clauses for one of user, group and others the last
  // counts, as in Hadoop.
  static std::optional<Mode> parse(std::string_view text);

  // The permission that `permission` becomes.
  std::uint16_t apply(std::uint16_t permission, bool is_directory) const;

 private:
  // What happens to three bits; 'x' also stands for X where `only_executable`.
  struct Change {
    char operation = '+';
    int bits = 0;
    bool only_executable = false;
  };
  enum Who { kUser, kGroup, kOthers, kSticky };

  static int combine(const Change& change, int bits, bool is_executable);
  static std::optional<Mode> parse_octal(std::string_view text);
  static std::optional<Mode> parse_symbolic(std::string_view text);

  std::array<Change, 4> changes_;
};

}  // namespace mammoth::cli
