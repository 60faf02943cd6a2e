#include "namenode/namespace/quota.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

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

// Which types the replicas of a file want: the first one, and all others. The policies' numbers are
// Hadoop's (BlockStoragePolicySuite; namenode/blocks/storage_policy.h has all there is to them).
// Memory has no quota.
struct PolicyTypes {
  std::uint8_t policy;
  std::optional<QuotaType> first;
  QuotaType others;
};

constexpr std::array<PolicyTypes, 8> kPolicyTypes{{
    {1, QuotaType::kProvided, QuotaType::kDisk},
    {2, QuotaType::kArchive, QuotaType::kArchive},
    {5, QuotaType::kDisk, QuotaType::kArchive},
    {7, QuotaType::kDisk, QuotaType::kDisk},
    {10, QuotaType::kSsd, QuotaType::kDisk},
    {12, QuotaType::kSsd, QuotaType::kSsd},
    {14, QuotaType::kNvdimm, QuotaType::kNvdimm},
    {15, std::nullopt, QuotaType::kDisk},
}};

Result<void> check_types(const Quota& quota, const std::string& path, const TypeBytes& used,
                         const TypeBytes& change) {
  for (std::size_t type = 0; type < kQuotaTypes; ++type) {
    if (!violates(quota.types[type], used[type], change[type])) continue;
    return Error{ErrorCode::kQuotaByStorageTypeExceeded,
                 fmt::format("Quota by storage type : {} on path : {} is exceeded. quota = {} but "
                             "space consumed = {}",
                             quota_type_name(static_cast<QuotaType>(type)), path,
                             bytes_text(quota.types[type]), bytes_text(used[type] + change[type]))};
  }
  return {};
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

std::string_view quota_type_name(QuotaType type) {
  static constexpr std::array<std::string_view, kQuotaTypes> kNames = {"SSD", "DISK", "ARCHIVE",
                                                                       "PROVIDED", "NVDIMM"};
  return kNames[static_cast<std::size_t>(type)];
}

Usage under_policy(Usage usage, std::uint8_t policy) {
  const auto* found = std::ranges::find(kPolicyTypes, policy, &PolicyTypes::policy);
  if (found == kPolicyTypes.end()) return usage;
  if (found->first) usage.types[static_cast<std::size_t>(*found->first)] += usage.open_first_bytes;
  usage.types[static_cast<std::size_t>(found->others)] += usage.open_bytes - usage.open_first_bytes;
  usage.open_first_bytes = usage.open_bytes = 0;
  return usage;
}

TypeBytes type_bytes(const Usage& usage, std::uint8_t policy) {
  return under_policy(usage, policy).types;
}

Usage replicas_usage(const Inode& file, std::uint64_t bytes) {
  const auto all = static_cast<std::int64_t>(bytes * file.replication);
  const Usage usage{.space_bytes = all,
                    .open_first_bytes = file.replication > 0 ? static_cast<std::int64_t>(bytes) : 0,
                    .open_bytes = all};
  return under_policy(usage, file.storage_policy);
}

Usage usage_of(const Inode& inode) {
  Usage usage;
  if (inode.is_file()) {
    std::uint64_t bytes = inode.length_bytes();
    if (inode.under_construction && !inode.blocks.empty())
      bytes += inode.preferred_block_size_bytes - inode.blocks.back().length_bytes;
    usage = replicas_usage(inode, bytes);
  }
  usage.names = 1;
  return usage;
}

bool has_quota(const ResolvedPath& path, std::size_t levels) {
  for (std::size_t level = 0; level < levels; ++level)
    if (path.inode(level) != nullptr && path.inode(level)->quota) return true;
  return false;
}

void charge(const ResolvedPath& path, std::size_t levels, const Usage& change,
            Transaction& transaction) {
  if (change == Usage{}) return;
  Usage seen = change;
  for (std::size_t level = levels; level-- > 0;) {
    const InodePtr& directory = path.inode(level);
    if (directory == nullptr) continue;
    if (directory->quota)
      transaction.add(TouchDirectory{.directory = directory->id, .usage_delta = seen});
    seen = under_policy(seen, directory->storage_policy);
  }
}

Result<void> check_quota(const InodeTable& table, const ResolvedPath& path, QuotaRange range,
                         const Usage& change, const Usage& pending) {
  Usage seen = change;
  Usage seen_pending = pending;
  for (std::size_t level = range.levels; level-- > range.above;) {
    const InodePtr& directory = path.inode(level);
    if (directory == nullptr) continue;
    if (directory->quota) {
      const Quota& quota = *directory->quota;
      const Usage used = table.directory_state(*directory).usage.value_or(Usage{}) + seen_pending;
      TRY(check_one(quota, path.path_to(level), used, seen));
      if (quota.limits_types()) {
        const std::uint8_t policy = path.policy_at(level);
        TRY(check_types(quota, path.path_to(level), type_bytes(used, policy),
                        type_bytes(seen, policy)));
      }
    }
    seen = under_policy(seen, directory->storage_policy);
    seen_pending = under_policy(seen_pending, directory->storage_policy);
  }
  return {};
}

}  // namespace mammoth::namenode
