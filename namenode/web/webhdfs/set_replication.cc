#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> set_replication(const WebOperation& call) {
  const auto replication = TRY(call.parameters.number(webhdfs::numbers::kReplication))
                               .value_or(call.system().options().server_defaults.replication);
  call.answer_boolean(TRY(call.durable(call.system().set_replication(
      call.caller, call.path, static_cast<std::uint32_t>(replication)))));
  return {};
}

}  // namespace mammoth::namenode::web_ops
