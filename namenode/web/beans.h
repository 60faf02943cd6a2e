// The NameNode's beans, by the names that dashboards ask for: FSNamesystemState, FSNamesystem,
// NameNodeInfo, NameNodeStatus, NameNode, ReplicatedBlocksState, ECBlockGroupsState, BlockStats,
// StartupProgress, RpcActivityForPortN, JvmMetrics, java.lang's. Attributes of features that do not
// exist here are zero where that is the truth, else left out, and so is FilesTotal: the namespace
// is not counted.
#pragma once

#include <vector>

#include "common/http/beans.h"
#include "namenode/web/web_parts.h"

namespace mammoth::namenode {

// A reading of this moment; takes the namesystem's lock, shared and briefly. Thread-safe.
std::vector<http::Bean> read_beans(const WebParts& parts, std::int64_t started_ms);

}  // namespace mammoth::namenode
