#include "hdfs-cli/confirm.h"

#include <fmt/format.h>

#include "hdfs-cli/text.h"

namespace mammoth::cli {

Result<bool> confirm(Environment& environment, std::string_view question) {
  static constexpr std::size_t kLongestAnswer = 100;
  for (;;) {
    environment.err.write(fmt::format("{} (Y or N) ", question));
    std::string answer;
    std::byte next{};
    bool at_end = false;
    for (;;) {
      at_end = TRY(environment.in.read({&next, 1})) == 0;
      if (at_end || next == std::byte{'\n'} || next == std::byte{'\r'}) break;
      if (answer.size() < kLongestAnswer) answer.push_back(static_cast<char>(next));
    }
    const std::string lower = lower_case(answer);
    if (lower == "y" || lower == "yes") return true;
    if (lower == "n" || lower == "no" || at_end) return false;
    environment.err.line("Invalid input: " + answer);
  }
}

}  // namespace mammoth::cli
