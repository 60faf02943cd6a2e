#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> mkdirs(const WebOperation& call) {
  const auto mode = TRY(call.parameters.number(webhdfs::numbers::kPermission)).value_or(0755);
  const auto unmasked = TRY(call.parameters.number(webhdfs::numbers::kUnmaskedPermission));
  TRY(call.durable(
      call.system().mkdirs(call.caller, call.path, static_cast<Mode>(mode), /*create_parent=*/true,
                           unmasked ? std::optional(static_cast<Mode>(*unmasked)) : std::nullopt)));
  call.answer_boolean(true);
  return {};
}

}  // namespace mammoth::namenode::web_ops
