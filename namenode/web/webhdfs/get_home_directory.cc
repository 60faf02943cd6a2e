#include "common/config/keys.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> get_home_directory(const WebOperation& call) {
  call.answer_path(call.parts.configuration.get(keys::kDfsUserHomeDirPrefix) + "/" +
                   call.caller.user);
  return {};
}

}  // namespace mammoth::namenode::web_ops
