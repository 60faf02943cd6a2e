// Sums over a subtree, with other calls in between.
#pragma once

#include <string>

#include "common/async/task.h"
#include "common/base/result.h"
#include "namenode/system/namesystem.h"

namespace hadoop::hdfs {
class StorageTypeQuotaInfosProto;
}  // namespace hadoop::hdfs

namespace mammoth::namenode {

namespace wire = hadoop::hdfs;

// Goes on with a walk in steps; between two of them the thread serves others.
Task<Result<ContentSummary>> finish_walk(const Namesystem& system, Caller caller,
                                         ContentSummaryWalk walk);

// Quotas as signed numbers in unsigned fields. The root always has one of names, which nothing
// reaches (Hadoop: DirectoryWithQuotaFeature.DEFAULT_NAMESPACE_QUOTA).
struct WireQuota {
  std::uint64_t names;
  std::uint64_t space_bytes;
};
WireQuota wire_quota(const Quota& quota, const std::string& path);
// Nothing where no type has a quota or a byte.
void to_proto(const Quota& quota, const TypeBytes& consumed,
              wire::StorageTypeQuotaInfosProto* proto);
bool has_types(const Quota& quota, const TypeBytes& consumed);

}  // namespace mammoth::namenode
