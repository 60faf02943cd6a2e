#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> unset_storage_policy(const WebOperation& call) {
  TRY(call.durable(call.system().unset_storage_policy(call.caller, call.path)));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
