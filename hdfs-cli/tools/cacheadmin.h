// The commands of `hdfs cacheadmin` (Hadoop: CacheAdmin).
#pragma once

#include "hdfs-cli/text.h"
#include "hdfs-cli/tools/admin_tool.h"

namespace mammoth::cli {

extern const ToolCommand kAddCacheDirective, kModifyCacheDirective, kListCacheDirectives,
    kRemoveCacheDirective, kRemoveCacheDirectives, kAddCachePool, kModifyCachePool,
    kRemoveCachePool, kListCachePools;

// "30m" in milliseconds; s, m, h and d are the units. kIo with Hadoop's words
// (DFSUtil.parseRelativeTime).
Result<std::int64_t> parse_duration(const std::string& text);
// "002:00:30:00.000" (DFSUtil.durationToString).
std::string duration_text(std::int64_t ms);

}  // namespace mammoth::cli
