#include "namenode/system/cache_checks.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

#include "namenode/namespace/path.h"

namespace mammoth::namenode {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;

// Hadoop: DFSUtil.durationToString.
std::string duration_text(std::int64_t ms) {
  const char* sign = ms < 0 ? "-" : "";
  const std::int64_t left = ms < 0 ? -ms : ms;
  return fmt::format("{}{:03}:{:02}:{:02}:{:02}.{:03}", sign, left / kDayMs, left / 3'600'000 % 24,
                     left / 60'000 % 60, left / 1'000 % 60, left % 1'000);
}

std::string date_text(std::int64_t ms) {
  const std::time_t seconds = ms / 1'000;
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S%z}", local);
}

std::string expiration_text(const CacheExpiration& expiration) {
  return expiration.relative ? duration_text(expiration.ms) : date_text(expiration.ms);
}

}  // namespace

Error invalid_request(std::string message) {
  return {ErrorCode::kRemote, std::move(message), "org.apache.hadoop.fs.InvalidRequestException"};
}

Result<void> check_pool_request(const CachePoolRequest& request) {
  if (request.limit_bytes && *request.limit_bytes < 0) return invalid_request("Limit is negative.");
  if (request.default_replication && *request.default_replication < 0)
    return invalid_request("Default Replication is negative");
  if (request.default_replication && *request.default_replication > INT16_MAX)
    return invalid_request("Default Replication is too big");
  if (request.max_expiry_ms && *request.max_expiry_ms < 0)
    return invalid_request("Max relative expiry is negative.");
  if (request.max_expiry_ms && *request.max_expiry_ms > kMaxCacheExpiryMs)
    return invalid_request("Max relative expiry is too big.");
  if (request.name.empty()) return invalid_request("invalid empty cache pool name");
  return {};
}

void take(const CachePoolRequest& request, CachePool& pool) {
  if (request.owner) pool.owner = *request.owner;
  if (request.group) pool.group = *request.group;
  if (request.mode) pool.mode = *request.mode & kModeMask;
  if (request.limit_bytes) pool.limit_bytes = *request.limit_bytes;
  if (request.default_replication)
    pool.default_replication = static_cast<std::uint16_t>(*request.default_replication);
  if (request.max_expiry_ms) pool.max_expiry_ms = *request.max_expiry_ms;
}

Result<std::string> checked_path(const CacheDirectiveRequest& request) {
  if (!request.path) return invalid_request("No path specified.");
  if (!is_valid_name(*request.path))
    return invalid_request("Invalid path '" + *request.path + "'.");
  return *request.path;
}

Result<std::uint16_t> checked_replication(std::int64_t replication) {
  const auto as_java = static_cast<std::int16_t>(replication);  // a short on the other side
  if (as_java <= 0)
    return invalid_request(fmt::format("Invalid replication factor {} <= 0", as_java));
  return static_cast<std::uint16_t>(as_java);
}

Result<std::int64_t> checked_expiry(const std::optional<CacheExpiration>& expiration,
                                    std::int64_t max_expiry_ms, std::int64_t now_ms) {
  if (!expiration) return now_ms + max_expiry_ms;
  if (expiration->ms < 0)
    return invalid_request(fmt::format("Cannot set a negative expiration: {}", expiration->ms));
  const std::int64_t relative = expiration->relative ? expiration->ms : expiration->ms - now_ms;
  if (relative > kMaxCacheExpiryMs)
    return invalid_request("Expiration " + expiration_text(*expiration) +
                           " is too far in the future!");
  if (relative > max_expiry_ms)
    return invalid_request(
        fmt::format("Expiration {} exceeds the max relative expiration time of "
                    "{} ms.",
                    expiration_text(*expiration), max_expiry_ms));
  return now_ms + relative;
}

bool may_use(const PermissionChecker& checker, const CachePool& pool, Access access) {
  if (checker.is_superuser()) return true;
  Inode rights;
  rights.mode = pool.mode;
  rights.owner = pool.owner;
  rights.group = pool.group;
  return checker.allows(rights, access);
}

Error pool_denied(const PermissionChecker& checker, const CachePool& pool, Access access) {
  return {ErrorCode::kAccessDenied,
          fmt::format("Permission denied while accessing pool {}: user {} does not have {} "
                      "permissions.",
                      pool.name, checker.user(), access_name(access))};
}

}  // namespace mammoth::namenode
