#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> set_owner(const WebOperation& call) {
  const auto owner = TRY(call.parameters.user("owner"));
  const auto group = call.parameters.text("group");
  if (!owner && !group)
    return Error{ErrorCode::kIllegalArgument, "Both owner and group are empty."};
  TRY(call.durable(call.system().set_owner(call.caller, call.path, owner, group)));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
