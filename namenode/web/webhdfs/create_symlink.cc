#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> create_symlink(const WebOperation& call) {
  TRY(call.parameters.required_text("destination", call.name));
  return Error{ErrorCode::kUnsupportedOperation, "Symlinks not supported"};
}

}  // namespace mammoth::namenode::web_ops
