#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

// Files are replicated: no path has a policy, but it must exist and be the caller's to read.
Result<void> get_ec_policy(const WebOperation& call) {
  const auto status =
      TRY(call.system().get_readable(call.caller, call.path, "getErasureCodingPolicy"));
  if (!status) return Error{ErrorCode::kFileNotFound, "Path not found: " + call.path};
  call.answer_json("null");
  return {};
}

}  // namespace mammoth::namenode::web_ops
