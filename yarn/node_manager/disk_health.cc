#include "yarn/node_manager/disk_health.h"

#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace mammoth::yarn::node {

namespace {

// Empty for a good one.
std::string fault_of(const std::string& directory, const DiskHealthSettings& settings) {
  struct statvfs disk{};
  if (::statvfs(directory.c_str(), &disk) != 0 ||
      ::access(directory.c_str(), R_OK | W_OK | X_OK) != 0)
    return fmt::format("{} : Directory is not usable: {}", directory, directory);
  if (disk.f_blocks == 0) return {};
  const double used = 100.0 * static_cast<double>(disk.f_blocks - disk.f_bavail) /
                      static_cast<double>(disk.f_blocks);
  if (used <= settings.max_use_percent) return {};
  return fmt::format("{} : used space above threshold of {:.1f}%", directory,
                     settings.max_use_percent);
}

// Adds what is wrong to `report`; false when too little is right.
bool check_kind(const std::vector<std::string>& directories, const std::string& kind,
                const DiskHealthSettings& settings, std::string& report) {
  std::vector<std::string> faults;
  for (const auto& directory : directories)
    if (std::string fault = fault_of(directory, settings); !fault.empty())
      faults.push_back(std::move(fault));
  if (!faults.empty())
    report += fmt::format("{}{}/{} {} have errors:  [ {} ] ", report.empty() ? "" : "; ",
                          faults.size(), directories.size(), kind, fmt::join(faults, ","));
  const auto good = static_cast<double>(directories.size() - faults.size());
  return good >= settings.min_good_part * static_cast<double>(directories.size()) && good > 0;
}

}  // namespace

NodeHealth check_disks(const std::vector<std::string>& local, const std::vector<std::string>& logs,
                       const DiskHealthSettings& settings, std::int64_t now_ms) {
  NodeHealth health{.checked_ms = now_ms};
  const bool local_good = check_kind(local, "local-dirs", settings, health.report);
  const bool logs_good = check_kind(logs, "log-dirs", settings, health.report);
  health.good = local_good && logs_good;
  return health;
}

}  // namespace mammoth::yarn::node
