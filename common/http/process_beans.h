// What every daemon tells of its own process, under the names that monitoring of Java daemons asks
// for. Values of a Java machine that a process has no counterpart of (heap generations,
// collections) are left out or, where a reader may count on them, truthfully nothing: no
// collections ever.
#pragma once

#include <string_view>
#include <vector>

#include "common/base/timed_count.h"
#include "common/http/beans.h"

namespace mammoth::http {

// Hadoop:service=SERVICE,name=JvmMetrics and java.lang's Runtime, Memory, Threading and
// OperatingSystem. Memory is what the process has resident.
std::vector<Bean> process_beans(std::string_view service, std::int64_t started_ms,
                                std::int64_t now_ms);

// Calls of one method of an RPC server.
struct MethodRate {
  std::string_view name;  // "getFileInfo"
  std::uint64_t calls = 0;
  std::uint64_t total_ns = 0;
};

// Hadoop:service=SERVICE,name=RpcDetailedActivityForPortN: GetFileInfoNumOps, GetFileInfoAvgTime …
Bean method_bean(std::string_view service, std::uint16_t port,
                 const std::vector<MethodRate>& methods);

// Hadoop:service=SERVICE,name=UgiMetrics: how often and how long a user's groups were looked up. Nobody
// logs in to a Kerberos realm, so those figures are nothing.
Bean ugi_bean(std::string_view service, const TimedCount& group_lookups);

std::string host_name();
std::int64_t wall_clock_ms();
std::int64_t process_started_ms();  // since the epoch

}  // namespace mammoth::http
