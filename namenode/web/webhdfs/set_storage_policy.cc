#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> set_storage_policy(const WebOperation& call) {
  const auto name = call.parameters.text("storagepolicy");
  if (!name) return Error{ErrorCode::kIllegalArgument, "Storage policy name is empty."};
  TRY(call.durable(call.system().set_storage_policy(call.caller, call.path, *name)));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
