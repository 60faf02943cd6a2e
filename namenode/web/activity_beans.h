// What the NameNode has been asked for: NameNodeActivity, RpcDetailedActivityForPortN and
// RetryCache.NameNodeRetryCache (Hadoop: NameNodeMetrics, RpcDetailedMetrics, RetryCacheMetrics).
#pragma once

#include <vector>

#include "common/http/beans.h"
#include "namenode/web/web_parts.h"
#include "namenode/web/webhdfs/webhdfs.h"

namespace mammoth::namenode {

// Operations by RPC, and by WebHDFS those that `webhdfs` has answered itself. Thread-safe.
std::vector<http::Bean> activity_beans(const WebParts& parts, const WebHdfs& webhdfs);

}  // namespace mammoth::namenode
