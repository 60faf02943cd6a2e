// How far the start is, in Hadoop's phases (Hadoop: StartupProgressServlet,
// StartupProgressMetrics). The pages are served once the store is open, so of the first three
// phases only the time is known; edits and checkpoints are the store's own.
#pragma once

#include "common/http/beans.h"
#include "namenode/web/web_parts.h"

namespace mammoth::namenode {

// A reading of this moment. Thread-safe.
http::Response startup_progress_page(const WebParts& parts, std::int64_t started_ms);
http::Bean startup_progress_bean(const WebParts& parts, std::int64_t started_ms);

}  // namespace mammoth::namenode
