#include "hdfs-cli/mode.h"

#include <string>

namespace mammoth::cli {

namespace {

void skip_spaces(std::string_view& text) {
  while (!text.empty() &&
         std::string_view(" \t\n\v\f\r").find(text.front()) != std::string_view::npos)
    text.remove_prefix(1);
}

// Takes the longest prefix made of `letters`.
std::string_view take(std::string_view& text, std::string_view letters) {
  const std::string_view taken = text.substr(0, text.find_first_not_of(letters));
  text.remove_prefix(taken.size());
  return taken;
}

bool holds(std::string_view text, char letter) {
  return text.find(letter) != std::string_view::npos;
}

}  // namespace

std::optional<Mode> Mode::parse(std::string_view text) {
  const std::optional<Mode> symbolic = parse_symbolic(text);
  return symbolic ? symbolic : parse_octal(text);
}

std::optional<Mode> Mode::parse_octal(std::string_view text) {
  skip_spaces(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  const std::string digits(take(text, "01234567"));
  skip_spaces(text);
  if (!text.empty() || digits.size() < 3 || digits.size() > 4) return std::nullopt;
  if (digits.size() == 4 && digits[0] > '1') return std::nullopt;
  const int value = std::stoi(digits, nullptr, 8);
  Mode mode;
  mode.changes_[kSticky] = {'=', value >> 9, false};
  mode.changes_[kUser] = {'=', value >> 6 & 7, false};
  mode.changes_[kGroup] = {'=', value >> 3 & 7, false};
  mode.changes_[kOthers] = {'=', value & 7, false};
  return mode;
}

std::optional<Mode> Mode::parse_symbolic(std::string_view text) {
  Mode mode;
  for (bool more = true; more;) {
    skip_spaces(text);
    const std::string_view who = take(text, "ugoa");
    const std::string_view operations = take(text, "+=-");
    const std::string_view letters = take(text, "rwxXt");
    if (operations.empty() || letters.empty()) return std::nullopt;
    const std::string_view separator = take(text, ", \t\n\v\f\r");

    const bool everybody = who.find_first_of("ugo") == std::string_view::npos;
    const Change change{operations.back(),
                        (holds(letters, 'r') ? 4 : 0) | (holds(letters, 'w') ? 2 : 0) |
                            (holds(letters, 'x') || holds(letters, 'X') ? 1 : 0),
                        holds(letters, 'X')};
    if (everybody || holds(who, 'u')) mode.changes_[kUser] = change;
    if (everybody || holds(who, 'g')) mode.changes_[kGroup] = change;
    if (everybody || holds(who, 'o')) {
      mode.changes_[kOthers] = change;
      mode.changes_[kSticky] = {operations.back(), holds(letters, 't') ? 1 : 0, false};
    }
    more = !text.empty();
    if (more && !holds(separator, ',')) return std::nullopt;
  }
  return mode;
}

int Mode::combine(const Change& change, int bits, bool is_executable) {
  int result = change.bits;
  if (change.operation == '+') result |= bits;
  if (change.operation == '-') result = ~change.bits & bits;
  if (change.only_executable && !is_executable && (bits & 1) == 0) result &= ~1;
  return result;
}

std::uint16_t Mode::apply(std::uint16_t permission, bool is_directory) const {
  const bool is_executable = is_directory || (permission & 0111) != 0;
  int result = combine(changes_[kSticky], permission >> 9 & 1, false) << 9;
  result |= combine(changes_[kUser], permission >> 6 & 7, is_executable) << 6;
  result |= combine(changes_[kGroup], permission >> 3 & 7, is_executable) << 3;
  result |= combine(changes_[kOthers], permission & 7, is_executable);
  return static_cast<std::uint16_t>(result);
}

}  // namespace mammoth::cli
