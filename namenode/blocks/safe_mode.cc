#include "namenode/blocks/safe_mode.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/base/log.h"

namespace mammoth::namenode {

namespace {

// The fraction is a Java float, and thresholds are computed from its value as a double.
SafeModeOptions as_java_float(SafeModeOptions options) {
  options.threshold = static_cast<double>(static_cast<float>(options.threshold));
  return options;
}

constexpr std::string_view kLeaveCommand =
    "Use \"hdfs dfsadmin -safemode leave\" to turn safe mode off.";

}  // namespace

SafeMode::SafeMode(const SafeModeOptions& options, const Clock& clock)
    : options_(as_java_float(options)), clock_(clock), started_ms_(clock.monotonic_ms()) {}

std::uint64_t SafeMode::block_threshold() const {
  return static_cast<std::uint64_t>(static_cast<double>(block_total_) * options_.threshold);
}

bool SafeMode::thresholds_met() const {
  return block_safe_ >= block_threshold() && live_datanodes_ >= options_.min_datanodes;
}

void SafeMode::activate(std::uint64_t block_total) {
  if (stage_ != Stage::kCounting) return;
  block_total_ = block_total;
  stage_ = Stage::kPending;
  activated_met_ = thresholds_met();
  if (activated_met_)
    turn_off(false);  // a namespace that needs nothing
  else
    log::info("namenode", "STATE* Safe mode ON.\n{}", tip());
}

void SafeMode::block_completed(bool safe) {
  if (!in_startup()) return;
  ++block_total_;
  block_safe_ += safe;
}

void SafeMode::block_gone(bool safe) {
  if (!in_startup()) return;
  if (block_total_ > 0) --block_total_;
  if (safe && block_safe_ > 0) --block_safe_;
}

void SafeMode::replica_added(std::uint32_t live_replicas) {
  if (in_startup() && live_replicas == options_.safe_replication) ++block_safe_;
}

void SafeMode::replica_removed(std::uint32_t live_replicas) {
  if (in_startup() && live_replicas + 1 == options_.safe_replication && block_safe_ > 0)
    --block_safe_;
}

void SafeMode::add_future_bytes(std::uint64_t bytes) {
  if (in_startup()) future_bytes_ += bytes;
}

void SafeMode::tick() {
  if (stage_ == Stage::kPending && thresholds_met()) {
    // A namespace that needs nothing leaves as it starts, whatever the extension.
    if (activated_met_ || options_.extension_ms <= 0) {
      turn_off(false);
      return;
    }
    stage_ = Stage::kExtension;
    reached_ms_ = clock_.monotonic_ms();
    log::info("namenode", "STATE* Safe mode extension entered.\n{}", tip());
  } else if (stage_ == Stage::kExtension && thresholds_met() &&
             clock_.monotonic_ms() >= reached_ms_ + options_.extension_ms) {
    turn_off(false);
  }
}

bool SafeMode::turn_off(bool force) {
  if (future_bytes_ > 0) {
    if (!force) return false;
    log::warn("namenode",
              "Leaving safe mode due to forceExit. This will cause a data loss of {} byte(s).",
              future_bytes_);
    future_bytes_ = 0;
  }
  if (stage_ == Stage::kOff) return true;
  stage_ = Stage::kOff;
  log::info("namenode", "STATE* Safe mode is OFF");
  log::info("namenode", "STATE* Leaving safe mode after {} secs",
            (clock_.monotonic_ms() - started_ms_) / 1'000);
  return true;
}

void SafeMode::enter(bool low_resources) {
  if (low_resources)
    low_resources_ = true;
  else
    manual_ = true;
}

bool SafeMode::leave(bool force) {
  if (!turn_off(force)) return false;
  manual_ = low_resources_ = false;
  return true;
}

std::string SafeMode::tip() const {
  if (low_resources_)
    return fmt::format(
        "Resources are low on NN. Please add or free up more resourcesthen turn off safe mode "
        "manually. NOTE:  If you turn off safe mode before adding resources, the NN will "
        "immediately return to safe mode. {}",
        kLeaveCommand);
  if (manual_) return fmt::format("It was turned on manually. {}", kLeaveCommand);
  return startup_tip();
}

std::string SafeMode::startup_tip() const {
  std::string text;
  if (const std::uint64_t threshold = block_threshold(); block_safe_ < threshold)
    text += fmt::format(
        "The reported blocks {} needs additional {} blocks to reach the threshold {:.4f} of total "
        "blocks {}.\n",
        block_safe_, threshold - block_safe_, options_.threshold, block_total_);
  else
    text +=
        fmt::format("The reported blocks {} has reached the threshold {:.4f} of total blocks {}. ",
                    block_safe_, options_.threshold, block_total_);
  if (live_datanodes_ < options_.min_datanodes)
    text += fmt::format(
        "The number of live datanodes {} needs an additional {} live datanodes to reach the "
        "minimum number {}.\n",
        live_datanodes_, options_.min_datanodes - live_datanodes_, options_.min_datanodes);
  else
    text += fmt::format("The number of live datanodes {} has reached the minimum number {}. ",
                        live_datanodes_, options_.min_datanodes);
  if (future_bytes_ > 0)
    return text +
           fmt::format(
               "Name node detected blocks with generation stamps in future. This means that Name "
               "node metadata is inconsistent. This can happen if Name node metadata files have "
               "been manually replaced. Exiting safe mode will cause loss of {} byte(s). Please "
               "restart name node with right metadata or use \"hdfs dfsadmin -safemode forceExit\" "
               "if you are certain that the NameNode was started with the correct FsImage and edit "
               "logs. If you encountered this during a rollback, it is safe to exit with -safemode "
               "forceExit.",
               future_bytes_);
  switch (stage_) {
    case Stage::kCounting:
    case Stage::kPending:
      return text +
             "Safe mode will be turned off automatically once the thresholds have been reached.";
    case Stage::kExtension:
      return text + fmt::format(
                        "In safe mode extension. Safe mode will be turned off automatically in {} "
                        "seconds.",
                        (reached_ms_ + options_.extension_ms - clock_.monotonic_ms()) / 1'000);
    case Stage::kOff:
      break;
  }
  return text + "Safe mode will be turned off automatically soon.";
}

}  // namespace mammoth::namenode
