#include <fmt/format.h>

#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> truncate(const WebOperation& call) {
  const auto length = TRY(call.parameters.number(webhdfs::numbers::kNewLength));
  if (!length)
    return Error{ErrorCode::kIllegalArgument,
                 "Required param newlength for op: TRUNCATE is null or empty"};
  // Hadoop: "DFSClient_" and the name of the caller.
  const std::string holder = fmt::format("DFSClient_{}", call.caller.user);
  call.answer_boolean(
      TRY(call.durable(call.system().truncate(call.caller, call.path, *length, holder))));
  return {};
}

}  // namespace mammoth::namenode::web_ops
