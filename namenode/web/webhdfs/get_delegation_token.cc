#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

// Without security there are no tokens.
Result<void> get_delegation_token(const WebOperation& call) {
  call.answer_json("{\"Token\":null}");
  return {};
}

}  // namespace mammoth::namenode::web_ops
