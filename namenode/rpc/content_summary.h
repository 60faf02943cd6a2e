// Sums over a subtree, with other calls in between.
#pragma once

#include <string>

#include "common/async/task.h"
#include "common/base/result.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

// Goes on with a walk in steps; between two of them the thread serves others.
Task<Result<ContentSummary>> finish_walk(const Namesystem& system, Caller caller,
                                         ContentSummaryWalk walk);

// The root has the one quota that nobody set, and that nothing reaches (Hadoop:
// DirectoryWithQuotaFeature.DEFAULT_NAMESPACE_QUOTA).
std::uint64_t namespace_quota_of(const std::string& path);

}  // namespace mammoth::namenode
