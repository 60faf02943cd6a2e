// Sums over a subtree, with other calls in between.
#pragma once

#include <string>

#include "common/async/task.h"
#include "common/base/result.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

// Walks the subtree in steps; between two of them the thread serves others. Everything by value: the
// walk may outlive the caller's patience.
Task<Result<ContentSummary>> sum_content(Namesystem& system, Caller caller, std::string path,
                                         std::string command);

// The root has the one quota that nobody set, and that nothing reaches (Hadoop:
// DirectoryWithQuotaFeature.DEFAULT_NAMESPACE_QUOTA).
std::uint64_t namespace_quota_of(const std::string& path);

}  // namespace mammoth::namenode
