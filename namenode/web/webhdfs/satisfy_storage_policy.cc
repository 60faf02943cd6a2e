#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> satisfy_storage_policy(const WebOperation& call) {
  TRY(call.system().satisfy_storage_policy(call.caller, call.path));
  call.answer_nothing();
  return {};
}

}  // namespace mammoth::namenode::web_ops
