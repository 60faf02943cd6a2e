#include "spark-core/scheduler/ids.h"

#include <fmt/format.h>

namespace mammoth::spark::scheduler {

std::string to_text(const BlockManagerId& id) {
  return fmt::format("BlockManagerId({}, {}, {}, None)", id.executor_id, id.host, id.port);
}

const char* to_text(Locality locality) {
  switch (locality) {
    case Locality::kProcessLocal:
      return "PROCESS_LOCAL";
    case Locality::kNodeLocal:
      return "NODE_LOCAL";
    case Locality::kNoPref:
      return "NO_PREF";
    case Locality::kRackLocal:
      return "RACK_LOCAL";
    case Locality::kAny:
      return "ANY";
  }
  return "ANY";
}

TaskLocation TaskLocation::parse(const std::string& text) {
  static constexpr std::string_view kHdfs = "hdfs_cache_";
  static constexpr std::string_view kExecutor = "executor_";
  if (text.starts_with(kHdfs)) return {Kind::kHdfsCache, text.substr(kHdfs.size())};
  if (text.starts_with(kExecutor)) {
    const std::string rest = text.substr(kExecutor.size());
    // An executor id may hold an underscore, a host name may not.
    if (const auto split = rest.find('_'); split != std::string::npos)
      return on_executor(rest.substr(0, split), rest.substr(split + 1));
  }
  return on_host(text);
}

}  // namespace mammoth::spark::scheduler
