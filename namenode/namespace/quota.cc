#include "namenode/namespace/quota.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace mammoth::namenode {

namespace {

// "128 MB", "1.50 KB", "12 B" (Hadoop: StringUtils.TraditionalBinaryPrefix with two decimals).
std::string bytes_text(std::int64_t bytes) {
  static constexpr std::array<char, 7> kPrefixes = {' ', 'K', 'M', 'G', 'T', 'P', 'E'};
  const char* sign = bytes < 0 ? "-" : "";
  const std::uint64_t size = bytes < 0 ? -static_cast<std::uint64_t>(bytes) : bytes;
  if (size < 1024) return fmt::format("{}{} B", sign, size);
  std::size_t power = 1;
  while (power < 6 && size >= std::uint64_t{1} << (10 * (power + 1))) ++power;
  const std::uint64_t unit = std::uint64_t{1} << (10 * power);
  if (size % unit == 0) return fmt::format("{}{} {}B", sign, size / unit, kPrefixes[power]);
  std::string number = fmt::format("{:.2f}", static_cast<double>(size) / static_cast<double>(unit));
  if (number.starts_with("1024") && power < 6) {
    ++power;
    number =
        fmt::format("{:.2f}", std::ldexp(static_cast<double>(size), -static_cast<int>(10 * power)));
  }
  return fmt::format("{}{} {}B", sign, number, kPrefixes[power]);
}

bool violates(std::int64_t limit, std::int64_t used, std::int64_t change) {
  return limit >= 0 && change > 0 && used > limit - change;
}

Result<void> check_one(const Quota& quota, const std::string& path, const Usage& used,
                       const Usage& change) {
  if (violates(quota.names, used.names, change.names)) {
    return Error{ErrorCode::kNsQuotaExceeded,
                 fmt::format("The NameSpace quota (directories and files) of directory {} is "
                             "exceeded: quota={} file count={}",
                             path, quota.names, used.names + change.names)};
  }
  if (violates(quota.space_bytes, used.space_bytes, change.space_bytes)) {
    const std::int64_t wanted = used.space_bytes + change.space_bytes;
    return Error{
        ErrorCode::kDsQuotaExceeded,
        fmt::format("The DiskSpace quota of {} is exceeded: quota = {} B = {} but diskspace "
                    "consumed = {} B = {}",
                    path, quota.space_bytes, bytes_text(quota.space_bytes), wanted,
                    bytes_text(wanted))};
  }
  return {};
}

}  // namespace

Usage usage_of(const Inode& inode) {
  Usage usage{.names = 1};
  if (inode.is_directory()) return usage;
  std::uint64_t bytes = inode.length_bytes();
  if (inode.under_construction && !inode.blocks.empty())
    bytes += inode.preferred_block_size_bytes - inode.blocks.back().length_bytes;
  usage.space_bytes = static_cast<std::int64_t>(bytes * inode.replication);
  return usage;
}

Usage subtree_usage(const InodeTable& table, const InodePtr& top) {
  if (top->is_file()) return usage_of(*top);
  Usage sum;
  std::vector<InodePtr> waiting{top};
  while (!waiting.empty()) {
    const InodePtr directory = std::move(waiting.back());
    waiting.pop_back();
    if (directory->quota) {
      sum += table.directory_state(*directory).usage.value_or(Usage{});
      continue;
    }
    sum += usage_of(*directory);
    table.scan_children(directory->id, {}, [&](std::string_view, const InodePtr& child) {
      if (child->is_directory())
        waiting.push_back(child);
      else
        sum += usage_of(*child);
      return true;
    });
  }
  return sum;
}

bool has_quota(const ResolvedPath& path, std::size_t levels) {
  for (std::size_t level = 0; level < levels; ++level)
    if (path.inode(level) != nullptr && path.inode(level)->quota) return true;
  return false;
}

void charge(const ResolvedPath& path, std::size_t levels, const Usage& change,
            Transaction& transaction) {
  if (change == Usage{}) return;
  for (std::size_t level = 0; level < levels; ++level)
    if (const InodePtr& directory = path.inode(level); directory != nullptr && directory->quota)
      transaction.add(TouchDirectory{.directory = directory->id, .usage_delta = change});
}

Result<void> check_quota(const InodeTable& table, const ResolvedPath& path, QuotaRange range,
                         const Usage& change, const Usage& pending) {
  if (change.names <= 0 && change.space_bytes <= 0) return {};
  for (std::size_t level = range.levels; level-- > range.above;) {
    const InodePtr& directory = path.inode(level);
    if (directory == nullptr || !directory->quota) continue;
    const Usage used = table.directory_state(*directory).usage.value_or(Usage{}) + pending;
    TRY(check_one(*directory->quota, path.path_to(level), used, change));
  }
  return {};
}

}  // namespace mammoth::namenode
