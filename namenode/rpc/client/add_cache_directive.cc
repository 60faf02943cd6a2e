#include "common/protocol/hdfs/client_namenode/cache.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/convert_cache.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::AddCacheDirectiveResponseProto> ClientFeatures::add_cache_directive(
    const wire::AddCacheDirectiveRequestProto& request, rpc::Call& call) {
  CacheDirectiveRequest wanted = to_request(request.info());
  wanted.force = (request.cacheflags() & wire::FORCE) != 0;
  wire::AddCacheDirectiveResponseProto response;
  const std::uint64_t id = TRY(held(call, system_.add_cache_directive(caller_of(call), wanted)));
  response.set_id(static_cast<std::int64_t>(id));
  return response;
}

}  // namespace mammoth::namenode
