// The daemons' log: one line an event on standard error, in log4j's shape that operators know:
//
//   2026-11-22 17:47:31,482 INFO namenode: listening on 127.0.0.1:8020
//
// Thread-safe; a line is written with one system call. Client programs log warnings only.
#pragma once

#include <fmt/format.h>

#include <string_view>

namespace mammoth::log {

enum class Level { kDebug, kInfo, kWarn, kError };

void set_level(Level level);   // default: kInfo
bool enabled(Level level);
void write(Level level, std::string_view component, std::string_view message);

template <class... Args>
void info(std::string_view component, fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::kInfo)) write(Level::kInfo, component, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void warn(std::string_view component, fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::kWarn)) write(Level::kWarn, component, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void error(std::string_view component, fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::kError)) write(Level::kError, component, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void debug(std::string_view component, fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::kDebug)) write(Level::kDebug, component, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace mammoth::log
