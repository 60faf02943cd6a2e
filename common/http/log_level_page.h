// /logLevel: shows and sets what the daemon logs, in the page that `hadoop daemonlog` reads
// (Hadoop: LogLevel.Servlet). A process has one level for all its lines: whatever class is named,
// it is that one.
#pragma once

#include "common/http/message.h"

namespace mammoth::http {

// log=CLASS, and level=LEVEL to set it: log4j's names. Those that this daemon has no counterpart of
// mean the nearest one (TRACE: DEBUG, FATAL: ERROR).
Response log_level_page(const Query& query);

}  // namespace mammoth::http
