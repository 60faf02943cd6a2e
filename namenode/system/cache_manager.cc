#include "namenode/system/cache_manager.h"

#include <fmt/format.h>

#include <algorithm>

#include "namenode/namespace/path.h"
#include "namenode/store/side_records.h"
#include "namenode/system/cache_checks.h"

namespace mammoth::namenode {

CacheManager::CacheManager(const InodeTable& table, const DirectoryTree& tree, const Clock& clock,
                           Limits limits)
    : table_(table), tree_(tree), clock_(clock), limits_(limits) {
  table.scan_records(kCachePoolRecords, kCachePoolRecords,
                     [&](std::string_view, std::string_view record) {
                       CachePool pool = decode_cache_pool(record);
                       std::string name = pool.name;
                       pools_.emplace(std::move(name), Pool{std::move(pool)});
                       return true;
                     });
  table.scan_records(kCacheDirectiveRecords, kCacheDirectiveRecords,
                     [&](std::string_view, std::string_view record) {
                       CacheDirective directive = decode_cache_directive(record);
                       const std::uint64_t id = directive.id;
                       directives_.emplace(id, Directive{std::move(directive)});
                       return true;
                     });
  table.scan_records(kNextCacheDirectiveRecord, kNextCacheDirectiveRecord,
                     [&](std::string_view, std::string_view record) {
                       next_id_ = decode_counter(record);
                       return false;
                     });
}

// ---- Pools

Result<void> CacheManager::add_pool(const PermissionChecker& checker, const std::string& group,
                                    const CachePoolRequest& request, Transaction& transaction) {
  TRY(check_pool_request(request));
  if (pools_.contains(request.name))
    return invalid_request("Cache pool " + request.name + " already exists.");
  CachePool pool{.name = request.name, .owner = std::string(checker.user()), .group = group};
  take(request, pool);
  transaction.add(PutRecord{cache_pool_record(pool.name), encode_cache_pool(pool)});
  pools_.emplace(request.name, Pool{std::move(pool)});
  changed_ = true;
  return {};
}

Result<void> CacheManager::modify_pool(const CachePoolRequest& request, Transaction& transaction) {
  TRY(check_pool_request(request));
  const auto found = pools_.find(request.name);
  if (found == pools_.end())
    return invalid_request("Cache pool " + request.name + " does not exist.");
  take(request, found->second.is);
  transaction.add(PutRecord{cache_pool_record(request.name), encode_cache_pool(found->second.is)});
  changed_ = true;
  return {};
}

Result<void> CacheManager::remove_pool(const std::string& name, Transaction& transaction) {
  TRY(check_pool_request({.name = name}));
  if (pools_.erase(name) == 0)
    return invalid_request("Cannot remove non-existent cache pool " + name);
  transaction.add(EraseRecord{cache_pool_record(name)});
  for (auto it = directives_.begin(); it != directives_.end();) {
    if (it->second.is.pool != name) {
      ++it;
      continue;
    }
    transaction.add(EraseRecord{cache_directive_record(it->first)});
    it = directives_.erase(it);
  }
  changed_ = true;
  return {};
}

CachePoolPage CacheManager::list_pools(const PermissionChecker& checker,
                                       const std::string& after) const {
  CachePoolPage page;
  for (auto it = pools_.upper_bound(after); it != pools_.end(); ++it) {
    if (page.pools.size() == limits_.pools) {
      page.has_more = true;
      break;
    }
    const auto& [pool, use] = it->second;
    const bool readable = !checker.enabled() || may_use(checker, pool, Access::kRead);
    page.pools.push_back({pool, use, readable});
  }
  return page;
}

// ---- Directives

Result<CacheManager::Pool*> CacheManager::find_pool(const CacheDirectiveRequest& request) {
  if (!request.pool) return invalid_request("No pool specified.");
  if (request.pool->empty()) return invalid_request("Invalid empty pool name.");
  const auto found = pools_.find(*request.pool);
  if (found == pools_.end()) return invalid_request("Unknown pool " + *request.pool);
  return &found->second;
}

Result<CacheManager::Directive*> CacheManager::find_directive(std::int64_t id) {
  if (id <= 0) return invalid_request("Invalid negative ID.");
  const auto found = directives_.find(static_cast<std::uint64_t>(id));
  if (found == directives_.end())
    return invalid_request(fmt::format("No directive with ID {} found.", id));
  return &found->second;
}

Result<void> CacheManager::check_write(const PermissionChecker& checker,
                                       const CachePool& pool) const {
  if (!checker.enabled() || may_use(checker, pool, Access::kWrite)) return {};
  return pool_denied(checker, pool, Access::kWrite);
}

Result<void> CacheManager::check_limit(const Pool& pool, const std::string& path,
                                       std::uint16_t replication) const {
  if (pool.is.limit_bytes == kNoCacheLimit) return {};
  const std::int64_t needed = needs_of(path, replication).bytes_needed;
  if (pool.use.bytes_needed + needed <= pool.is.limit_bytes) return {};
  return invalid_request(
      fmt::format("Caching path {} of size {} bytes at replication {} would exceed pool {}'s "
                  "remaining capacity of {} bytes.",
                  path, needed / replication, replication, pool.is.name,
                  pool.is.limit_bytes - pool.use.bytes_needed));
}

Result<std::int64_t> CacheManager::expiry_of(const std::optional<CacheExpiration>& expiration,
                                             std::int64_t max_expiry_ms) const {
  return checked_expiry(expiration, max_expiry_ms, clock_.wall_ms());
}

Result<CacheDirective> CacheManager::add_directive(const PermissionChecker& checker,
                                                   const CacheDirectiveRequest& request,
                                                   Transaction& transaction) {
  const Pool& pool = *TRY(find_pool(request));
  TRY(check_write(checker, pool.is));
  CacheDirective directive;
  directive.pool = pool.is.name;
  directive.path = TRY(checked_path(request));
  directive.replication =
      TRY(checked_replication(request.replication.value_or(pool.is.default_replication)));
  directive.expiry_ms = TRY(expiry_of(request.expiration, pool.is.max_expiry_ms));
  if (!request.force) TRY(check_limit(pool, directive.path, directive.replication));
  directive.id = next_id_++;
  transaction.add(PutRecord{std::string(kNextCacheDirectiveRecord), encode_counter(next_id_)});
  transaction.add(
      PutRecord{cache_directive_record(directive.id), encode_cache_directive(directive)});
  directives_.emplace(directive.id, Directive{directive});
  changed_ = true;
  return directive;
}

Result<void> CacheManager::modify_directive(const PermissionChecker& checker,
                                            const CacheDirectiveRequest& request,
                                            Transaction& transaction) {
  if (!request.id) return invalid_request("Must supply an ID.");
  Directive& current = *TRY(find_directive(*request.id));
  TRY(check_write(checker, pools_.find(current.is.pool)->second.is));
  CacheDirective changed = current.is;
  if (request.path) changed.path = TRY(checked_path(request));
  if (request.replication) changed.replication = TRY(checked_replication(*request.replication));
  if (request.pool) {
    const Pool& pool = *TRY(find_pool(request));
    if (pool.is.name != changed.pool) {
      TRY(check_write(checker, pool.is));
      if (!request.force) TRY(check_limit(pool, changed.path, changed.replication));
    }
    changed.pool = pool.is.name;
  }
  const CacheExpiration kept{changed.expiry_ms, false};
  changed.expiry_ms = TRY(expiry_of(request.expiration.value_or(kept),
                                    pools_.find(changed.pool)->second.is.max_expiry_ms));
  transaction.add(PutRecord{cache_directive_record(changed.id), encode_cache_directive(changed)});
  current.is = std::move(changed);
  changed_ = true;
  return {};
}

Result<void> CacheManager::remove_directive(const PermissionChecker& checker, std::int64_t id,
                                            Transaction& transaction) {
  const Directive& directive = *TRY(find_directive(id));
  TRY(check_write(checker, pools_.find(directive.is.pool)->second.is));
  transaction.add(EraseRecord{cache_directive_record(directive.is.id)});
  directives_.erase(directive.is.id);
  changed_ = true;
  return {};
}

Result<CacheDirectivePage> CacheManager::list_directives(
    const PermissionChecker& checker, std::int64_t after,
    const CacheDirectiveRequest& filter) const {
  const std::string path = filter.path ? TRY(checked_path(filter)) : std::string();
  if (filter.replication) return invalid_request("Filtering by replication is unsupported.");
  if (filter.id) {
    if (!directives_.contains(static_cast<std::uint64_t>(*filter.id)))
      return invalid_request(fmt::format("Did not find requested id {}", *filter.id));
    after = *filter.id - 1;
  }
  CacheDirectivePage page;
  const std::int64_t now_ms = clock_.wall_ms();
  for (auto it =
           directives_.upper_bound(static_cast<std::uint64_t>(std::max<std::int64_t>(after, 0)));
       it != directives_.end(); ++it) {
    if (page.directives.size() == limits_.directives) {
      page.has_more = true;
      break;
    }
    const auto& [directive, use] = it->second;
    if (filter.id && directive.id != static_cast<std::uint64_t>(*filter.id)) break;
    if (filter.pool && directive.pool != *filter.pool) continue;
    if (filter.path && directive.path != path) continue;
    const CachePool& pool = pools_.find(directive.pool)->second.is;
    if (checker.enabled() && !may_use(checker, pool, Access::kRead)) continue;
    page.directives.push_back({directive, use, now_ms > directive.expiry_ms});
  }
  return page;
}

// ---- What they need

// The file of that path, or those of that directory.
template <class Visit>
void CacheManager::for_each_file(const std::string& path, Visit visit) const {
  const auto resolved = tree_.resolve(nullptr, path, PathUse::kRead);
  if (!resolved || !resolved->exists()) return;
  const InodePtr& last = resolved->last();
  if (last->is_file()) visit(*last);
  if (!last->is_directory()) return;
  table_.scan_children(last->id, {}, [&](std::string_view, const InodePtr& child) {
    if (child->is_file()) visit(*child);
    return true;
  });
}

CacheUse CacheManager::needs_of(const std::string& path, std::uint16_t replication) const {
  CacheUse use;
  for_each_file(path, [&](const Inode& file) {
    ++use.files_needed;
    use.bytes_needed +=
        static_cast<std::int64_t>(file.length_without_open_block_bytes()) * replication;
  });
  return use;
}

bool CacheManager::needs_rescan() const {
  return changed_ || clock_.monotonic_ms() - last_scan_ms_ >= limits_.refresh_ms;
}

// What exceeds the limit of a pool is counted as needed, but not wanted.
void CacheManager::scan_file(Directive& directive, CachePool& pool, CacheUse& sum,
                             const Inode& file, const CachedReplicas& cached,
                             Wishes& wishes) const {
  const std::uint16_t replication = directive.is.replication;
  const auto needed =
      static_cast<std::int64_t>(file.length_without_open_block_bytes()) * replication;
  CacheUse& use = directive.use;
  ++use.files_needed;
  ++sum.files_needed;
  use.bytes_needed += needed;
  sum.bytes_needed += needed;
  if (pool.limit_bytes != kNoCacheLimit && sum.bytes_needed > pool.limit_bytes) return;
  std::int64_t bytes_cached = 0;
  const std::size_t open = file.under_construction && !file.blocks.empty() ? 1 : 0;
  for (std::size_t i = 0; i + open < file.blocks.size(); ++i) {
    const Block& block = file.blocks[i];
    const auto replicas = std::min<std::size_t>(cached(block.id), replication);
    bytes_cached += static_cast<std::int64_t>(replicas * block.length_bytes);
    std::uint16_t& wish = wishes[block.id];
    wish = std::max(wish, replication);
  }
  use.bytes_cached += bytes_cached;
  sum.bytes_cached += bytes_cached;
  if (bytes_cached != needed) return;
  ++use.files_cached;
  ++sum.files_cached;
}

CacheManager::Wishes CacheManager::rescan(const CachedReplicas& cached) {
  changed_ = false;
  last_scan_ms_ = clock_.monotonic_ms();
  const std::int64_t now_ms = clock_.wall_ms();
  Wishes wishes;
  for (auto& [name, pool] : pools_) pool.use = {};
  for (auto& [id, directive] : directives_) {
    directive.use = {};
    if (directive.is.expiry_ms <= now_ms) continue;
    Pool& pool = pools_.find(directive.is.pool)->second;
    for_each_file(directive.is.path, [&](const Inode& file) {
      scan_file(directive, pool.is, pool.use, file, cached, wishes);
    });
  }
  return wishes;
}

}  // namespace mammoth::namenode
