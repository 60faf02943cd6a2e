// What administrators want in the memory of the datanodes (Hadoop: CachePool, CacheDirective).
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

inline constexpr std::int64_t kNoCacheLimit = std::numeric_limits<std::int64_t>::max();
// The farthest end of a directive from now (Hadoop: Expiration.MAX_RELATIVE_EXPIRY_MS).
inline constexpr std::int64_t kMaxCacheExpiryMs = std::numeric_limits<std::int64_t>::max() / 4;

// What the paths need and what of it is cached, counted by the last look at them.
struct CacheUse {
  std::int64_t bytes_needed = 0;
  std::int64_t bytes_cached = 0;
  std::int64_t files_needed = 0;
  std::int64_t files_cached = 0;
};

// Who may use a pool, and how much of it: rights as those of a file; WRITE is to add directives.
struct CachePool {
  std::string name;
  std::string owner;
  std::string group;
  Mode mode = 0755;
  std::int64_t limit_bytes = kNoCacheLimit;  // of all replicas
  std::uint16_t default_replication = 1;
  std::int64_t max_expiry_ms = kMaxCacheExpiryMs;  // from now
  bool operator==(const CachePool&) const = default;
};

// A file, or the files right below a directory; the path need not exist.
struct CacheDirective {
  std::uint64_t id = 0;
  std::string path;
  std::uint16_t replication = 1;
  std::string pool;
  std::int64_t expiry_ms = 0;  // since the epoch
  bool operator==(const CacheDirective&) const = default;
};

// What a caller says of a pool or a directive; what is absent is left as it is.
struct CachePoolRequest {
  std::string name{};
  std::optional<std::string> owner{};
  std::optional<std::string> group{};
  std::optional<Mode> mode{};
  std::optional<std::int64_t> limit_bytes{};
  std::optional<std::int64_t> default_replication{};
  std::optional<std::int64_t> max_expiry_ms{};
};
struct CacheExpiration {
  std::int64_t ms = 0;
  bool relative = false;  // to now
};
struct CacheDirectiveRequest {
  std::optional<std::int64_t> id{};
  std::optional<std::string> path{};
  std::optional<std::int64_t> replication{};
  std::optional<std::string> pool{};
  std::optional<CacheExpiration> expiration{};
  bool force = false;  // whatever the pool's limit
};

}  // namespace mammoth::namenode
