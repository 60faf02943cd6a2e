// What is wrong with a request about cache pools or directives, whatever there is of them already
// (Hadoop: CachePoolInfo.validate, CacheManager's validate methods). Pure functions.
#pragma once

#include <optional>
#include <string>

#include "common/base/result.h"
#include "namenode/namespace/cache_pool.h"
#include "namenode/namespace/permission.h"

namespace mammoth::namenode {

Error invalid_request(std::string message);  // org.apache.hadoop.fs.InvalidRequestException

Result<void> check_pool_request(const CachePoolRequest& request);
// What the request names goes into the pool.
void take(const CachePoolRequest& request, CachePool& pool);

Result<std::string> checked_path(const CacheDirectiveRequest& request);
Result<std::uint16_t> checked_replication(std::int64_t replication);
// The end, since the epoch; without one the farthest that the pool allows.
Result<std::int64_t> checked_expiry(const std::optional<CacheExpiration>& expiration,
                                    std::int64_t max_expiry_ms, std::int64_t now_ms);

// A pool's mode works as a file's (Hadoop: FSPermissionChecker.checkPermission of a CachePool).
bool may_use(const PermissionChecker& checker, const CachePool& pool, Access access);
Error pool_denied(const PermissionChecker& checker, const CachePool& pool, Access access);

}  // namespace mammoth::namenode
