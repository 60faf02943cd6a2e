#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> set_quota(const WebOperation& call) {
  // Not given: the limit stays as it is.
  const auto names = TRY(call.parameters.number(webhdfs::numbers::kNamespaceQuota))
                         .value_or(webhdfs::numbers::kLongMax);
  const auto space = TRY(call.parameters.number(webhdfs::numbers::kStorageSpaceQuota))
                         .value_or(webhdfs::numbers::kLongMax);
  TRY(call.durable(
      call.system().set_quota(call.caller, call.path, {.names = names, .space_bytes = space})));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
