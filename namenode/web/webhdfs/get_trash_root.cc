#include "common/config/keys.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> get_trash_root(const WebOperation& call) {
  call.answer_path(call.parts.configuration.get(keys::kDfsUserHomeDirPrefix) + "/" +
                   call.caller.user + "/.Trash");
  return {};
}

}  // namespace mammoth::namenode::web_ops
