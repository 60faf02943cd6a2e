#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "common/hdfs/local_file_system.h"

namespace mammoth::hdfs {

namespace {
timespec to_timespec(std::int64_t ms) {
  if (ms < 0) return {0, UTIME_OMIT};
  return {ms / 1000, ms % 1000 * 1'000'000};
}
}  // namespace

Result<void> LocalFileSystem::set_permission(const std::string& path, std::uint16_t permission) {
  if (::chmod(path.c_str(), permission) != 0) return local_error(path, errno);
  return {};
}

Result<void> LocalFileSystem::set_owner(const std::string& path, const std::string& owner,
                                        const std::string& group) {
  uid_t uid = static_cast<uid_t>(-1);
  gid_t gid = static_cast<gid_t>(-1);
  if (!owner.empty()) {
    const passwd* entry = getpwnam(owner.c_str());
    if (entry == nullptr)
      return Error{ErrorCode::kIo, fmt::format("chown: invalid user: '{}'", owner)};
    uid = entry->pw_uid;
  }
  if (!group.empty()) {
    const auto* entry = getgrnam(group.c_str());
    if (entry == nullptr)
      return Error{ErrorCode::kIo, fmt::format("chown: invalid group: '{}'", group)};
    gid = entry->gr_gid;
  }
  if (::chown(path.c_str(), uid, gid) != 0) return local_error(path, errno);
  return {};
}

Result<void> LocalFileSystem::set_times(const std::string& path, SetTimes times) {
  const timespec values[2] = {to_timespec(times.access_ms), to_timespec(times.modification_ms)};
  if (::utimensat(AT_FDCWD, path.c_str(), values, 0) != 0) return local_error(path, errno);
  return {};
}

// As Hadoop's: accepted, and without a meaning, for whatever exists.
Result<bool> LocalFileSystem::set_replication(const std::string& path, std::uint16_t) {
  TRY(status(path));
  return true;
}

Result<void> LocalFileSystem::access(const std::string& path, int mode) {
  const int bits =
      ((mode & 4) != 0 ? R_OK : 0) | ((mode & 2) != 0 ? W_OK : 0) | ((mode & 1) != 0 ? X_OK : 0);
  if (::access(path.c_str(), bits) == 0) return {};
  if (errno == ENOENT) return local_error(path, errno);
  return Error{ErrorCode::kAccessDenied, fmt::format("Permission denied: path={}", path)};
}

Result<ContentSummary> LocalFileSystem::content_summary(const std::string& path) {
  ContentSummary sum;
  std::vector<std::string> waiting{path};
  while (!waiting.empty()) {
    const FileStatus entry = TRY(status(waiting.back()));
    waiting.pop_back();
    if (!entry.is_directory) {
      ++sum.file_count;
      sum.length_bytes += entry.length_bytes;
      sum.space_consumed_bytes += entry.length_bytes;
      continue;
    }
    ++sum.directory_count;
    TRY(list(entry.path, [&](const FileStatus& child) {
      waiting.push_back(child.path);
      return true;
    }));
  }
  return sum;
}

Result<ContentSummary> LocalFileSystem::quota_usage(const std::string& path) {
  ContentSummary usage = TRY(content_summary(path));
  usage.file_count += usage.directory_count;
  return usage;
}

Result<FileSystemStatus> LocalFileSystem::file_system_status(const std::string& path) {
  struct statvfs info{};
  if (::statvfs(path.c_str(), &info) != 0) return local_error(path, errno);
  const std::uint64_t capacity = info.f_blocks * info.f_frsize;
  return FileSystemStatus{capacity, capacity - info.f_bfree * info.f_frsize,
                          info.f_bavail * info.f_frsize};
}

Result<std::optional<FileChecksum>> LocalFileSystem::checksum(const std::string& path) {
  TRY(status(path));
  return std::optional<FileChecksum>();  // local disks keep none
}

Result<std::vector<BlockLocation>> LocalFileSystem::block_locations(const std::string& path,
                                                                    std::uint64_t offset_bytes,
                                                                    std::uint64_t) {
  const FileStatus file = TRY(status(path));
  std::vector<BlockLocation> locations;
  if (offset_bytes < file.length_bytes)
    locations.push_back({0, file.length_bytes, {"localhost"}, {"localhost:9866"}, {}, false});
  return locations;
}

}  // namespace mammoth::hdfs
