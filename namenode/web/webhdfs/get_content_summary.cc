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
  json.member("snapshotDirectoryCount", sum.in_snapshots.directory_count);
  json.member("snapshotFileCount", sum.in_snapshots.file_count);
  json.member("snapshotLength", sum.in_snapshots.length_bytes);
  json.member("snapshotSpaceConsumed", sum.in_snapshots.space_consumed_bytes);
  json.member("spaceConsumed", sum.space_consumed_bytes);
  json.member("spaceQuota", sum.quota.space_bytes);
  write_type_quotas(sum.quota, sum.types, json);
  call.answer_json(std::move(json.end_object().end_object()));
  return {};
}

}  // namespace mammoth::namenode::web_ops
