// Sums over a subtree, for the operations that answer them.
#pragma once

#include "namenode/web/webhdfs/operation.h"

namespace mammoth::namenode {

// Goes on with a walk until it is done; others get the lock between its steps.
Result<ContentSummary> finish_walk(const WebOperation& call, ContentSummaryWalk walk);

// The root always has a quota of names, which nothing reaches
// (Hadoop: DirectoryWithQuotaFeature.DEFAULT_NAMESPACE_QUOTA).
std::int64_t shown_name_quota(const Quota& quota, std::string_view path);

// "typeQuota": of the storage types that have a quota, how much may be there and how much is.
void write_type_quotas(const Quota& quota, const TypeBytes& consumed, http::JsonWriter& json);

}  // namespace mammoth::namenode
