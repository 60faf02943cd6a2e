#include <fmt/format.h>

#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

namespace {

bool is_action(std::string_view text) {
  return text.size() == 3 && (text[0] == 'r' || text[0] == '-') &&
         (text[1] == 'w' || text[1] == '-') && (text[2] == 'x' || text[2] == '-');
}

}  // namespace

Result<void> check_access(const WebOperation& call) {
  const std::string action = TRY(call.parameters.required_text("fsaction", call.name));
  if (!is_action(action))
    return call.parameters.refusal(
        "fsaction",
        fmt::format("Invalid value: \"{}\" does not belong to the domain [r-][w-][x-]", action));
  const int bits =
      (action[0] == 'r' ? 4 : 0) | (action[1] == 'w' ? 2 : 0) | (action[2] == 'x' ? 1 : 0);
  TRY(call.system().check_access(call.caller, call.path, static_cast<Access>(bits)));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
