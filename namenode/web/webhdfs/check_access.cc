#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> check_access(const WebOperation& call) {
  const std::string action = TRY(call.parameters.required_text("fsaction", call.name));
  const int bits =
      (action[0] == 'r' ? 4 : 0) | (action[1] == 'w' ? 2 : 0) | (action[2] == 'x' ? 1 : 0);
  TRY(call.system().check_access(call.caller, call.path, static_cast<Access>(bits)));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
