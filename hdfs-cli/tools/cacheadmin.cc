#include "hdfs-cli/tools/cacheadmin.h"

#include <fmt/format.h>

#include "hdfs-cli/format.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

Result<std::int64_t> parse_duration(const std::string& text) {
  const auto wrong = [&](const std::string& why) {
    return Error{ErrorCode::kIo,
                 fmt::format("Unable to parse relative time value of {}: {}", text, why)};
  };
  if (text.size() < 2) return wrong("too short");
  const std::string number = text.substr(0, text.size() - 1);
  const auto parsed = parse_long(number);
  if (!parsed) return wrong(number + " is not a number");
  std::uint64_t seconds = 0;
  switch (text.back()) {
    case 's':
      seconds = 1;
      break;
    case 'm':
      seconds = 60;
      break;
    case 'h':
      seconds = 3'600;
      break;
    case 'd':
      seconds = 86'400;
      break;
    default:
      return wrong(fmt::format("unknown time unit {}", text.back()));
  }
  // a long of Java wraps around
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(*parsed) * seconds * 1'000);
}

std::string duration_text(std::int64_t ms) {
  const char* sign = ms < 0 ? "-" : "";
  const std::int64_t left = ms < 0 ? -ms : ms;
  return fmt::format("{}{:03}:{:02}:{:02}:{:02}.{:03}", sign, left / 86'400'000,
                     left / 3'600'000 % 24, left / 60'000 % 60, left / 1'000 % 60, left % 1'000);
}

int run_cacheadmin(Environment& environment, const Arguments& arguments) {
  const ToolCommand commands[]{kAddCacheDirective,    kModifyCacheDirective,  kListCacheDirectives,
                               kRemoveCacheDirective, kRemoveCacheDirectives, kAddCachePool,
                               kModifyCachePool,      kRemoveCachePool,       kListCachePools};
  return run_admin_tool(environment, "cacheadmin", commands, arguments);
}

}  // namespace mammoth::cli
