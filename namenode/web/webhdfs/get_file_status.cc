#include "namenode/web/webhdfs/json_status.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> get_file_status(const WebOperation& call) {
  const PathUse use = call.name == "GETFILELINKSTATUS" ? PathUse::kReadLink : PathUse::kRead;
  const auto file = TRY(call.system().get_file_info(call.caller, call.path, false, use));
  if (!file) return Error{ErrorCode::kFileNotFound, "File does not exist: " + call.path};
  http::JsonWriter json;
  json.begin_object().key("FileStatus");
  write_json(file->status, json);
  call.answer_json(std::move(json.end_object()));
  return {};
}

}  // namespace mammoth::namenode::web_ops
