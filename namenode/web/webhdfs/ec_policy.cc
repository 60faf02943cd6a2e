// ENABLEECPOLICY, DISABLEECPOLICY, SETECPOLICY and UNSETECPOLICY: files are replicated here, and no
// policy is or can be enabled.
#include <fmt/format.h>

#include "namenode/web/webhdfs/ec_policies.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> enable_ec_policy(const WebOperation& call) {
  const std::string name = TRY(call.parameters.required_text("ecpolicy", call.name));
  if (!is_ec_policy(name))
    return Error{ErrorCode::kHadoopIllegalArgument,
                 fmt::format("The policy name {} does not exist", name)};
  return Error{ErrorCode::kUnsupportedOperation, std::string(call.name) + " is not supported"};
}

Result<void> set_ec_policy(const WebOperation& call) {
  const std::string name = TRY(call.parameters.required_text("ecpolicy", call.name));
  return Error{ErrorCode::kHadoopIllegalArgument,
               fmt::format("Policy '{}' does not match any enabled erasure coding policies: []. An "
                           "erasure coding policy can be enabled by enableErasureCodingPolicy API.",
                           name)};
}

Result<void> unset_ec_policy(const WebOperation& call) {
  const auto status =
      TRY(call.system().get_readable(call.caller, call.path, "unsetErasureCodingPolicy"));
  if (!status) return Error{ErrorCode::kFileNotFound, "Path not found: " + call.path};
  return Error{ErrorCode::kNoEcPolicySet,
               "No erasure coding policy explicitly set on " + call.path};
}

}  // namespace mammoth::namenode::web_ops
