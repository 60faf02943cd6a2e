#include "hdfs-cli/progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

constexpr std::int64_t kQuietMs = 2000;
constexpr std::int64_t kIntervalMs = 500;

}  // namespace

Progress::Progress(const Environment& environment, std::string label, std::uint64_t total_bytes)
    : environment_(environment),
      label_(std::move(label)),
      total_bytes_(total_bytes),
      started_ms_(environment.clock.monotonic_ms()),
      shown_ms_(started_ms_ + kQuietMs - kIntervalMs) {}

Progress::~Progress() {
  if (visible_) environment_.err.write("\r\033[K");
}

void Progress::add(std::uint64_t bytes) {
  done_bytes_ += bytes;
  if (!environment_.err.is_terminal()) return;
  const std::int64_t now_ms = environment_.clock.monotonic_ms();
  if (now_ms - shown_ms_ < kIntervalMs) return;
  shown_ms_ = now_ms;
  visible_ = true;
  const double seconds = static_cast<double>(now_ms - started_ms_) / 1000;
  const auto rate = static_cast<std::int64_t>(static_cast<double>(done_bytes_) / seconds);
  const std::string share =
      total_bytes_ == 0
          ? ""
          : fmt::format(" {}%", 100 * std::min(done_bytes_, total_bytes_) / total_bytes_);
  environment_.err.write(fmt::format("\r{}:{} {}, {}/s\033[K", label_, share,
                                     byte_description(static_cast<std::int64_t>(done_bytes_)),
                                     byte_description(rate)));
}

}  // namespace mammoth::cli
