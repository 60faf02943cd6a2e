#include "namenode/rpc/convert_cache.h"

#include <algorithm>

namespace mammoth::namenode {

CachePoolRequest to_request(const wire::CachePoolInfoProto& proto) {
  CachePoolRequest request{.name = proto.poolname()};
  if (proto.has_ownername()) request.owner = proto.ownername();
  if (proto.has_groupname()) request.group = proto.groupname();
  if (proto.has_mode()) request.mode = static_cast<Mode>(proto.mode() & kModeMask);
  if (proto.has_limit()) request.limit_bytes = proto.limit();
  if (proto.has_defaultreplication())
    request.default_replication = static_cast<std::int32_t>(proto.defaultreplication());
  if (proto.has_maxrelativeexpiry()) request.max_expiry_ms = proto.maxrelativeexpiry();
  return request;
}

CacheDirectiveRequest to_request(const wire::CacheDirectiveInfoProto& proto) {
  CacheDirectiveRequest request;
  if (proto.has_id()) request.id = proto.id();
  if (proto.has_path()) request.path = proto.path();
  if (proto.has_replication()) request.replication = proto.replication();
  if (proto.has_pool()) request.pool = proto.pool();
  if (proto.has_expiration())
    request.expiration = {proto.expiration().millis(), proto.expiration().isrelative()};
  return request;
}

void to_proto(const CachePoolStatus& status, wire::CachePoolEntryProto* proto) {
  auto* info = proto->mutable_info();
  info->set_poolname(status.pool.name);
  const CacheUse use = status.readable ? status.use : CacheUse{};
  auto* stats = proto->mutable_stats();
  stats->set_bytesneeded(use.bytes_needed);
  stats->set_bytescached(use.bytes_cached);
  stats->set_bytesoverlimit(0);
  stats->set_filesneeded(use.files_needed);
  stats->set_filescached(use.files_cached);
  if (!status.readable) return;
  stats->set_bytesoverlimit(std::max<std::int64_t>(use.bytes_needed - status.pool.limit_bytes, 0));
  info->set_ownername(status.pool.owner);
  info->set_groupname(status.pool.group);
  info->set_mode(status.pool.mode);
  info->set_limit(status.pool.limit_bytes);
  info->set_maxrelativeexpiry(status.pool.max_expiry_ms);
  info->set_defaultreplication(status.pool.default_replication);
}

void to_proto(const CacheDirectiveStatus& status, wire::CacheDirectiveEntryProto* proto) {
  auto* info = proto->mutable_info();
  info->set_id(static_cast<std::int64_t>(status.directive.id));
  info->set_path(status.directive.path);
  info->set_replication(status.directive.replication);
  info->set_pool(status.directive.pool);
  info->mutable_expiration()->set_millis(status.directive.expiry_ms);
  info->mutable_expiration()->set_isrelative(false);
  auto* stats = proto->mutable_stats();
  stats->set_bytesneeded(status.use.bytes_needed);
  stats->set_bytescached(status.use.bytes_cached);
  stats->set_filesneeded(status.use.files_needed);
  stats->set_filescached(status.use.files_cached);
  stats->set_hasexpired(status.expired);
}

}  // namespace mammoth::namenode
