#include "namenode/web/webhdfs/content_walk.h"

#include <algorithm>
#include <array>
#include <limits>

#include "namenode/namespace/path.h"
#include "namenode/namespace/quota.h"

namespace mammoth::namenode {

Result<ContentSummary> finish_walk(const WebOperation& call, ContentSummaryWalk walk) {
  while (!TRY(call.system().continue_content_summary(call.caller, walk))) {
  }
  return walk.summary();
}

std::int64_t shown_name_quota(const Quota& quota, std::string_view path) {
  const bool is_root = path_components(path).empty();
  return is_root && quota.names == Quota::kNone ? std::numeric_limits<std::int64_t>::max()
                                                : quota.names;
}

void write_type_quotas(const Quota& quota, const TypeBytes& consumed, http::JsonWriter& json) {
  static constexpr std::array<QuotaType, kQuotaTypes> kByName = {
      QuotaType::kArchive, QuotaType::kDisk, QuotaType::kNvdimm, QuotaType::kProvided,
      QuotaType::kSsd};
  json.key("typeQuota").begin_object();
  for (const QuotaType type : kByName) {
    const auto index = static_cast<std::size_t>(type);
    if (quota.types[index] == Quota::kNone) continue;
    json.key(quota_type_name(type)).begin_object();
    json.member("consumed", std::max<std::int64_t>(consumed[index], 0));
    json.member("quota", quota.types[index]).end_object();
  }
  json.end_object();
}

}  // namespace mammoth::namenode
