#include "namenode/web/webhdfs/json_status.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> list_status_batch(const WebOperation& call) {
  const std::string start_after = call.parameters.text("startafter").value_or("");
  const auto page = TRY(call.system().get_listing(call.caller, call.path, start_after, false));
  if (!page) return Error{ErrorCode::kFileNotFound, "File " + call.path + " does not exist."};
  http::JsonWriter json;
  json.begin_object().key("DirectoryListing").begin_object();
  json.key("partialListing").begin_object().key("FileStatuses").begin_object();
  json.key("FileStatus").begin_array();
  for (const FileStatus& entry : page->entries) write_json(entry.status, json);
  json.end_array().end_object().end_object();
  json.member("remainingEntries", page->remaining_entries).end_object().end_object();
  call.answer_json(std::move(json));
  return {};
}

}  // namespace mammoth::namenode::web_ops
