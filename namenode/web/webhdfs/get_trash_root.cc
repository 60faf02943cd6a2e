#include "common/config/keys.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

std::vector<std::string> directories_with_trash(const WebOperation& call) {
  std::vector<std::string> paths;
  if (!call.system().options().server_defaults.snapshot_trash_roots) return paths;
  const auto listed = call.system().list_snapshottable(call.caller);
  if (!listed || !*listed) return paths;
  for (const SnapshottableStatus& each : **listed)
    paths.push_back(each.status.name.empty()
                        ? ""
                        : (each.parent_path == "/" ? "" : each.parent_path) + "/" + each.status.name);
  return paths;
}

Result<void> get_trash_root(const WebOperation& call) {
  for (const std::string& directory : directories_with_trash(call))
    if (call.path.starts_with(directory + "/")) {
      call.answer_path(directory + "/.Trash/" + call.caller.user);
      return {};
    }
  call.answer_path(call.parts.configuration.get(keys::kDfsUserHomeDirPrefix) + "/" +
                   call.caller.user + "/.Trash");
  return {};
}

}  // namespace mammoth::namenode::web_ops
