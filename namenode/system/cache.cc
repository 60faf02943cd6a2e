// Cache pools and directives, as calls.
#include <fmt/format.h>

#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

// How the audit log shows them (Hadoop: CachePoolInfo.toString, CacheDirectiveInfo.toString).
std::string audit_text(const CacheDirectiveRequest& request) {
  std::string text = "{";
  const auto add = [&](std::string part) { text.append(text.size() > 1 ? ", " : "").append(part); };
  if (request.id) add(fmt::format("id: {}", *request.id));
  if (request.path) add("path: " + *request.path);
  if (request.replication) add(fmt::format("replication: {}", *request.replication));
  if (request.pool) add("pool: " + *request.pool);
  return text + "}";
}

}  // namespace

Applied<> Namesystem::add_cache_pool(const Caller& caller, const CachePoolRequest& request) {
  const std::string shown = "{poolName:" + request.name + "}";
  return change<void>(caller, {.command = "addCachePool", .source = shown},
                      [&](Operation& op) -> Result<void> {
                        if (policy_.enabled) TRY(op.checker.check_superuser("addCachePool"));
                        TRY(refuse_in_safe_mode("Cannot add cache pool" + request.name));
                        const GroupList groups = groups_.groups_of(caller.user);
                        const std::string group = groups->empty() ? std::string() : groups->front();
                        TRY(cache_.add_pool(op.checker, group, request, op.transaction));
                        commit(op);
                        return {};
                      });
}

Applied<> Namesystem::modify_cache_pool(const Caller& caller, const CachePoolRequest& request) {
  const std::string shown = "{poolName:" + request.name + "}";
  return change<void>(caller, {.command = "modifyCachePool", .source = shown},
                      [&](Operation& op) -> Result<void> {
                        if (policy_.enabled) TRY(op.checker.check_superuser("modifyCachePool"));
                        TRY(refuse_in_safe_mode("Cannot modify cache pool" + request.name));
                        TRY(cache_.modify_pool(request, op.transaction));
                        commit(op);
                        return {};
                      });
}

Applied<> Namesystem::remove_cache_pool(const Caller& caller, const std::string& name) {
  const std::string shown = "{poolName:" + name + "}";
  return change<void>(caller, {.command = "removeCachePool", .source = shown},
                      [&](Operation& op) -> Result<void> {
                        if (policy_.enabled) TRY(op.checker.check_superuser("removeCachePool"));
                        TRY(refuse_in_safe_mode("Cannot modify cache pool" + name));
                        TRY(cache_.remove_pool(name, op.transaction));
                        commit(op);
                        return {};
                      });
}

void Namesystem::refresh_cache_use() {
  const std::unique_lock lock(mutex_);
  rescan_cache();
}

// With the lock held.
void Namesystem::rescan_cache() {
  if (!cache_.needs_rescan()) return;
  blocks_.plan_cache(cache_.rescan([this](BlockId block) { return blocks_.cached_replicas(block); }));
}

Result<CachePoolPage> Namesystem::list_cache_pools(const Caller& caller, const std::string& after) {
  refresh_cache_use();
  return read(caller, {.command = "listCachePools"}, [&](Operation& op) -> Result<CachePoolPage> {
    return cache_.list_pools(op.checker, after);
  });
}

Applied<std::uint64_t> Namesystem::add_cache_directive(const Caller& caller,
                                                       const CacheDirectiveRequest& request) {
  const std::string shown = audit_text(request);
  return change<std::uint64_t>(
      caller, {.command = "addCacheDirective", .source = shown},
      [&](Operation& op) -> Result<std::uint64_t> {
        TRY(refuse_in_safe_mode("Cannot add cache directive"));
        if (request.id) {
          return Error{ErrorCode::kIo, fmt::format("addDirective: you cannot specify an ID for "
                                                   "this operation.")};
        }
        rescan_cache();  // the limit is asked of what is needed now
        const CacheDirective added = TRY(cache_.add_directive(op.checker, request, op.transaction));
        commit(op);
        return added.id;
      });
}

Applied<> Namesystem::modify_cache_directive(const Caller& caller,
                                             const CacheDirectiveRequest& request) {
  const std::string shown = audit_text(request);
  return change<void>(caller, {.command = "modifyCacheDirective", .source = shown},
                      [&](Operation& op) -> Result<void> {
                        TRY(refuse_in_safe_mode("Cannot add cache directive"));
                        rescan_cache();
                        TRY(cache_.modify_directive(op.checker, request, op.transaction));
                        commit(op);
                        return {};
                      });
}

Applied<> Namesystem::remove_cache_directive(const Caller& caller, std::int64_t id) {
  const std::string shown = fmt::format("{{id: {}}}", id);
  return change<void>(caller, {.command = "removeCacheDirective", .source = shown},
                      [&](Operation& op) -> Result<void> {
                        TRY(refuse_in_safe_mode("Cannot remove cache directives"));
                        TRY(cache_.remove_directive(op.checker, id, op.transaction));
                        commit(op);
                        return {};
                      });
}

Result<CacheDirectivePage> Namesystem::list_cache_directives(const Caller& caller,
                                                             std::int64_t after,
                                                             const CacheDirectiveRequest& filter) {
  refresh_cache_use();
  const std::string shown = audit_text(filter);
  return read(caller, {.command = "listCacheDirectives", .source = shown},
              [&](Operation& op) { return cache_.list_directives(op.checker, after, filter); });
}

}  // namespace mammoth::namenode
