#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> set_permission(const WebOperation& call) {
  const auto mode = TRY(call.parameters.number(webhdfs::numbers::kPermission)).value_or(0755);
  TRY(call.durable(call.system().set_permission(call.caller, call.path, static_cast<Mode>(mode))));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
