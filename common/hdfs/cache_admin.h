// CacheAdmin: the pools and directives of the centralised cache (Hadoop: DistributedFileSystem's
// calls behind `hdfs cacheadmin`).
//
// All calls block the calling thread; thread-safe. Refusals come back as Error values with the
// NameNode's class and message. What a call changes is durable when it answers ok.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/hdfs/namenode_proxy.h"

namespace mammoth::hdfs {

inline constexpr std::int64_t kCacheUnlimited = INT64_MAX;  // Hadoop: LIMIT_UNLIMITED
// Hadoop: Expiration.MAX_RELATIVE_EXPIRY_MS, which stands for never.
inline constexpr std::int64_t kCacheNeverExpiresMs = INT64_MAX / 4;

// Absent fields: the NameNode's defaults for a new pool, no change for one that exists.
struct CachePoolInfo {
  std::string name;
  std::optional<std::string> owner{};
  std::optional<std::string> group{};
  std::optional<std::uint16_t> mode{};
  std::optional<std::int64_t> limit_bytes{};
  std::optional<std::int64_t> max_expiry_ms{};
  std::optional<std::int16_t> default_replication{};
};

struct CachePoolEntry {
  CachePoolInfo info;
  std::int64_t bytes_needed = 0;
  std::int64_t bytes_cached = 0;
  std::int64_t bytes_over_limit = 0;
  std::int64_t files_needed = 0;
  std::int64_t files_cached = 0;
};

struct CacheDirectiveExpiry {
  std::int64_t ms = 0;  // from now if relative, else since the epoch
  bool is_relative = false;
};

// Absent fields: the defaults for a new directive, no change for one that exists, anything in a
// filter.
struct CacheDirectiveInfo {
  std::optional<std::int64_t> id{};
  std::optional<std::string> path{};
  std::optional<std::string> pool{};
  std::optional<std::int16_t> replication{};
  std::optional<CacheDirectiveExpiry> expiry{};
};

struct CacheDirectiveEntry {
  CacheDirectiveInfo info;
  std::int64_t bytes_needed = 0;
  std::int64_t bytes_cached = 0;
  std::int64_t files_needed = 0;
  std::int64_t files_cached = 0;
};

class CacheAdmin {
 public:
  explicit CacheAdmin(std::unique_ptr<NamenodeProxy> namenode) : namenode_(std::move(namenode)) {}

  // Refused here before anything is sent (Hadoop: CachePoolInfo.validate): negative limits,
  // replications and times, and an empty name.
  Result<void> add_pool(const CachePoolInfo& pool);
  Result<void> modify_pool(const CachePoolInfo& pool);
  Result<void> remove_pool(const std::string& name);
  // Calls `each` for every pool in the order of the names, page by page.
  Result<void> list_pools(const std::function<bool(const CachePoolEntry&)>& each);

  // `force`: whatever the pool's limit is. Answers the id.
  Result<std::int64_t> add_directive(const CacheDirectiveInfo& directive, bool force);
  Result<void> modify_directive(const CacheDirectiveInfo& directive, bool force);
  Result<void> remove_directive(std::int64_t id);
  // Calls `each` for every directive that matches, in the order of the ids, page by page.
  Result<void> list_directives(const CacheDirectiveInfo& filter,
                               const std::function<void(const CacheDirectiveEntry&)>& each);

 private:
  std::unique_ptr<NamenodeProxy> namenode_;
};

}  // namespace mammoth::hdfs
