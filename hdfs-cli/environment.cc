#include "hdfs-cli/environment.h"

#include <fmt/format.h>

#include <ctime>

namespace mammoth::cli {

void log_line(const Environment& environment, log::Level level, std::string_view component,
              std::string_view message) {
  static constexpr const char* kNames[] = {"DEBUG", "INFO", "WARN", "ERROR"};
  if (level < environment.log_level) return;
  const std::int64_t now_ms = environment.clock.wall_ms();
  const std::time_t seconds = now_ms / 1000;
  std::tm local{};
  ::localtime_r(&seconds, &local);
  char time[32];
  std::strftime(time, sizeof time, "%Y-%m-%d %H:%M:%S", &local);
  environment.err.line(fmt::format("{},{:03} {} {}: {}", time, now_ms % 1000,
                                   kNames[static_cast<int>(level)], component, message));
}

}  // namespace mammoth::cli
