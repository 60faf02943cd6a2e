#include "namenode/web/webhdfs/content_walk.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

Result<void> get_quota_usage(const WebOperation& call) {
  const auto counted = TRY(call.system().get_counted_usage(call.caller, call.path));
  QuotaUsage answer;
  if (counted) {
    answer = *counted;
  } else {
    ContentSummaryWalk walk = TRY(call.system().begin_quota_usage(call.caller, call.path));
    const ContentSummary sum = TRY(finish_walk(call, std::move(walk)));
    answer.usage = {.names = static_cast<std::int64_t>(sum.file_count + sum.directory_count),
                    .space_bytes = static_cast<std::int64_t>(sum.space_consumed_bytes)};
  }
  http::JsonWriter json;
  json.begin_object().key("QuotaUsage").begin_object();
  json.member("fileAndDirectoryCount", answer.usage.names);
  json.member("quota", shown_name_quota(answer.quota, call.path));
  json.member("spaceConsumed", answer.usage.space_bytes);
  json.member("spaceQuota", answer.quota.space_bytes);
  write_type_quotas(answer.quota, answer.types, json);
  call.answer_json(std::move(json.end_object().end_object()));
  return {};
}

}  // namespace mammoth::namenode::web_ops
