#include "common/hdfs/cache_admin.h"

#include "common/protocol/hdfs/client_namenode/cache.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

Error invalid_cache_request(std::string message) {
  return {ErrorCode::kRemote, std::move(message), "org.apache.hadoop.fs.InvalidRequestException"};
}

// Hadoop: CachePoolInfo.validate and validateName.
Result<void> check_pool(const CachePoolInfo& pool) {
  if (pool.limit_bytes.value_or(0) < 0) return invalid_cache_request("Limit is negative.");
  if (pool.default_replication.value_or(0) < 0)
    return invalid_cache_request("Default Replication is negative");
  if (pool.max_expiry_ms.value_or(0) < 0)
    return invalid_cache_request("Max relative expiry is negative.");
  if (pool.max_expiry_ms.value_or(0) > kCacheNeverExpiresMs)
    return invalid_cache_request("Max relative expiry is too big.");
  if (pool.name.empty()) return Error{ErrorCode::kIo, "invalid empty cache pool name"};
  return {};
}

pb::CachePoolInfoProto to_cache_proto(const CachePoolInfo& pool) {
  pb::CachePoolInfoProto proto;
  proto.set_poolname(pool.name);
  if (pool.owner) proto.set_ownername(*pool.owner);
  if (pool.group) proto.set_groupname(*pool.group);
  if (pool.mode) proto.set_mode(*pool.mode);
  if (pool.limit_bytes) proto.set_limit(*pool.limit_bytes);
  if (pool.max_expiry_ms) proto.set_maxrelativeexpiry(*pool.max_expiry_ms);
  if (pool.default_replication)
    proto.set_defaultreplication(static_cast<std::uint32_t>(*pool.default_replication));
  return proto;
}

CachePoolEntry to_pool_entry(const pb::CachePoolEntryProto& proto) {
  const auto& info = proto.info();
  CachePoolEntry entry{.info = {.name = info.poolname()}};
  if (info.has_ownername()) entry.info.owner = info.ownername();
  if (info.has_groupname()) entry.info.group = info.groupname();
  if (info.has_mode()) entry.info.mode = static_cast<std::uint16_t>(info.mode());
  if (info.has_limit()) entry.info.limit_bytes = info.limit();
  if (info.has_maxrelativeexpiry()) entry.info.max_expiry_ms = info.maxrelativeexpiry();
  entry.info.default_replication = static_cast<std::int16_t>(info.defaultreplication());
  entry.bytes_needed = proto.stats().bytesneeded();
  entry.bytes_cached = proto.stats().bytescached();
  entry.bytes_over_limit = proto.stats().bytesoverlimit();
  entry.files_needed = proto.stats().filesneeded();
  entry.files_cached = proto.stats().filescached();
  return entry;
}

pb::CacheDirectiveInfoProto to_cache_proto(const CacheDirectiveInfo& directive) {
  pb::CacheDirectiveInfoProto proto;
  if (directive.id) proto.set_id(*directive.id);
  if (directive.path) proto.set_path(*directive.path);
  if (directive.pool) proto.set_pool(*directive.pool);
  if (directive.replication)
    proto.set_replication(static_cast<std::uint32_t>(*directive.replication));
  if (directive.expiry) {
    proto.mutable_expiration()->set_millis(directive.expiry->ms);
    proto.mutable_expiration()->set_isrelative(directive.expiry->is_relative);
  }
  return proto;
}

CacheDirectiveEntry to_directive_entry(const pb::CacheDirectiveEntryProto& proto) {
  const auto& info = proto.info();
  CacheDirectiveEntry entry;
  entry.info.id = info.id();
  entry.info.path = info.path();
  entry.info.pool = info.pool();
  entry.info.replication = static_cast<std::int16_t>(info.replication());
  entry.info.expiry =
      CacheDirectiveExpiry{info.expiration().millis(), info.expiration().isrelative()};
  entry.bytes_needed = proto.stats().bytesneeded();
  entry.bytes_cached = proto.stats().bytescached();
  entry.files_needed = proto.stats().filesneeded();
  entry.files_cached = proto.stats().filescached();
  return entry;
}

}  // namespace

Result<void> CacheAdmin::add_pool(const CachePoolInfo& pool) {
  TRY(check_pool(pool));
  pb::AddCachePoolRequestProto request;
  *request.mutable_info() = to_cache_proto(pool);
  TRY(namenode_->call<pb::AddCachePoolResponseProto>("addCachePool", request));
  return {};
}

Result<void> CacheAdmin::modify_pool(const CachePoolInfo& pool) {
  TRY(check_pool(pool));
  pb::ModifyCachePoolRequestProto request;
  *request.mutable_info() = to_cache_proto(pool);
  TRY(namenode_->call<pb::ModifyCachePoolResponseProto>("modifyCachePool", request));
  return {};
}

Result<void> CacheAdmin::remove_pool(const std::string& name) {
  TRY(check_pool({.name = name}));
  pb::RemoveCachePoolRequestProto request;
  request.set_poolname(name);
  TRY(namenode_->call<pb::RemoveCachePoolResponseProto>("removeCachePool", request));
  return {};
}

Result<void> CacheAdmin::list_pools(const std::function<bool(const CachePoolEntry&)>& each) {
  pb::ListCachePoolsRequestProto request;
  request.set_prevpoolname("");
  for (;;) {
    const auto page =
        TRY(namenode_->call<pb::ListCachePoolsResponseProto>("listCachePools", request));
    for (const auto& entry : page.entries()) {
      if (!each(to_pool_entry(entry))) return {};
      request.set_prevpoolname(entry.info().poolname());
    }
    if (!page.hasmore() || page.entries().empty()) return {};
  }
}

Result<std::int64_t> CacheAdmin::add_directive(const CacheDirectiveInfo& directive, bool force) {
  pb::AddCacheDirectiveRequestProto request;
  *request.mutable_info() = to_cache_proto(directive);
  request.set_cacheflags(force ? pb::FORCE : 0);
  return std::int64_t{
      TRY(namenode_->call<pb::AddCacheDirectiveResponseProto>("addCacheDirective", request)).id()};
}

Result<void> CacheAdmin::modify_directive(const CacheDirectiveInfo& directive, bool force) {
  pb::ModifyCacheDirectiveRequestProto request;
  *request.mutable_info() = to_cache_proto(directive);
  request.set_cacheflags(force ? pb::FORCE : 0);
  TRY(namenode_->call<pb::ModifyCacheDirectiveResponseProto>("modifyCacheDirective", request));
  return {};
}

Result<void> CacheAdmin::remove_directive(std::int64_t id) {
  pb::RemoveCacheDirectiveRequestProto request;
  request.set_id(id);
  TRY(namenode_->call<pb::RemoveCacheDirectiveResponseProto>("removeCacheDirective", request));
  return {};
}

Result<void> CacheAdmin::list_directives(
    const CacheDirectiveInfo& filter, const std::function<void(const CacheDirectiveEntry&)>& each) {
  pb::ListCacheDirectivesRequestProto request;
  *request.mutable_filter() = to_cache_proto(filter);
  request.set_previd(0);
  for (;;) {
    const auto page =
        TRY(namenode_->call<pb::ListCacheDirectivesResponseProto>("listCacheDirectives", request));
    for (const auto& entry : page.elements()) {
      each(to_directive_entry(entry));
      request.set_previd(entry.info().id());
    }
    if (!page.hasmore() || page.elements().empty()) return {};
  }
}

}  // namespace mammoth::hdfs
