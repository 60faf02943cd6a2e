#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> get_link_target(const WebOperation& call) {
  call.answer_path(TRY(call.system().get_link_target(call.caller, call.path)));
  return {};
}

}  // namespace mammoth::namenode::web_ops
