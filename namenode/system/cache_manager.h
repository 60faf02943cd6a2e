// Cache pools and directives: what is wanted in the memory of the datanodes (Hadoop: CacheManager).
// They are durable, and keep account of what they need and of how much of it is cached; how blocks
// get into memory is blocks/block_cache.h.
//
// A change checks first, then fills the transaction and its own tables; the caller applies the
// transaction under the same lock. Refusals are InvalidRequestException and
// AccessControlException in Apache's words.
//
// Thread-safety: none; const members need the namesystem's lock shared, the others exclusive.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "namenode/namespace/cache_pool.h"
#include "namenode/namespace/directory_tree.h"
#include "namenode/namespace/permission.h"

namespace mammoth::namenode {

// Pools and directives as a caller may see them.
struct CachePoolStatus {
  CachePool pool;
  CacheUse use;
  bool readable = true;  // false: the name is all that may be shown
};
struct CachePoolPage {
  std::vector<CachePoolStatus> pools;
  bool has_more = false;
};
struct CacheDirectiveStatus {
  CacheDirective directive;
  CacheUse use;
  bool expired = false;
};
struct CacheDirectivePage {
  std::vector<CacheDirectiveStatus> directives;
  bool has_more = false;
};

class CacheManager {
 public:
  struct Limits {
    std::size_t pools = 100;  // of a page
    std::size_t directives = 100;
    std::int64_t refresh_ms = 30'000;
  };
  // Reads what is there. All must outlive this.
  CacheManager(const InodeTable& table, const DirectoryTree& tree, const Clock& clock,
               Limits limits);

  // `group` is the primary group of the caller, for a pool that names none.
  Result<void> add_pool(const PermissionChecker& checker, const std::string& group,
                        const CachePoolRequest& request, Transaction& transaction);
  Result<void> modify_pool(const CachePoolRequest& request, Transaction& transaction);
  Result<void> remove_pool(const std::string& name, Transaction& transaction);
  // The pools after a name.
  CachePoolPage list_pools(const PermissionChecker& checker, const std::string& after) const;

  Result<CacheDirective> add_directive(const PermissionChecker& checker,
                                       const CacheDirectiveRequest& request,
                                       Transaction& transaction);
  Result<void> modify_directive(const PermissionChecker& checker,
                                const CacheDirectiveRequest& request, Transaction& transaction);
  Result<void> remove_directive(const PermissionChecker& checker, std::int64_t id,
                                Transaction& transaction);
  // Those after an id whose id, path and pool are those of the filter; of pools that the caller may
  // read.
  Result<CacheDirectivePage> list_directives(const PermissionChecker& checker, std::int64_t after,
                                             const CacheDirectiveRequest& filter) const;

  // Whether the numbers are older than the last change, or than the interval.
  bool needs_rescan() const;
  // Counts anew what all directives need and have (Hadoop: CacheReplicationMonitor.rescan), and
  // answers how many replicas of each block are wanted in memory. `cached` tells how many are.
  using CachedReplicas = std::function<std::size_t(BlockId)>;
  using Wishes = std::unordered_map<BlockId, std::uint16_t>;
  Wishes rescan(const CachedReplicas& cached);

 private:
  struct Directive {
    CacheDirective is;
    CacheUse use{};
  };
  struct Pool {
    CachePool is;
    CacheUse use{};
  };

  Result<Pool*> find_pool(const CacheDirectiveRequest& request);
  Result<Directive*> find_directive(std::int64_t id);
  Result<void> check_write(const PermissionChecker& checker, const CachePool& pool) const;
  Result<void> check_limit(const Pool& pool, const std::string& path,
                           std::uint16_t replication) const;
  Result<std::int64_t> expiry_of(const std::optional<CacheExpiration>& expiration,
                                 std::int64_t max_expiry_ms) const;
  CacheUse needs_of(const std::string& path, std::uint16_t replication) const;
  template <class Visit>
  void for_each_file(const std::string& path, Visit visit) const;
  void scan_file(Directive& directive, CachePool& pool, CacheUse& sum, const Inode& file,
                 const CachedReplicas& cached, Wishes& wishes) const;

  const InodeTable& table_;
  const DirectoryTree& tree_;
  const Clock& clock_;
  const Limits limits_;
  std::map<std::string, Pool, std::less<>> pools_;
  std::map<std::uint64_t, Directive> directives_;
  std::uint64_t next_id_ = 1;
  bool changed_ = true;
  std::int64_t last_scan_ms_ = 0;  // monotonic
};

}  // namespace mammoth::namenode
