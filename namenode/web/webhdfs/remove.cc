#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> remove(const WebOperation& call) {
  const bool recursive = TRY(call.parameters.boolean("recursive")).value_or(false);
  call.answer_boolean(TRY(call.durable(call.system().remove(call.caller, call.path, recursive))));
  return {};
}

}  // namespace mammoth::namenode::web_ops
