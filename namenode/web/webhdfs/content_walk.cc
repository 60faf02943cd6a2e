#include "namenode/web/webhdfs/content_walk.h"

#include <limits>

#include "namenode/namespace/path.h"

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

}  // namespace mammoth::namenode
