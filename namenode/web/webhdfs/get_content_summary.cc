#include "namenode/web/webhdfs/content_walk.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> get_content_summary(const WebOperation& call) {
  ContentSummaryWalk walk = TRY(call.system().begin_content_summary(call.caller, call.path));
  const ContentSummary sum = TRY(finish_walk(call, std::move(walk)));
  http::JsonWriter json;
  json.begin_object().key("ContentSummary").begin_object();
  json.member("directoryCount", sum.directory_count);
  json.member("ecPolicy", sum.directory_count == 0 ? "Replicated" : "");
  json.member("fileCount", sum.file_count).member("length", sum.length_bytes);
  json.member("quota", shown_name_quota(sum.quota, call.path));
  json.member("snapshotDirectoryCount", 0).member("snapshotFileCount", 0);
  json.member("snapshotLength", 0).member("snapshotSpaceConsumed", 0);
  json.member("spaceConsumed", sum.space_consumed_bytes);
  json.member("spaceQuota", sum.quota.space_bytes);
  json.key("typeQuota").begin_object().end_object().end_object().end_object();
  call.answer_json(std::move(json));
  return {};
}

}  // namespace mammoth::namenode::web_ops
