#include "common/protocol/hdfs/client_namenode/cache.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/convert_cache.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ListCachePoolsResponseProto> ClientFeatures::list_cache_pools(
    const wire::ListCachePoolsRequestProto& request, rpc::Call& call) {
  const CachePoolPage page = TRY(system_.list_cache_pools(caller_of(call), request.prevpoolname()));
  wire::ListCachePoolsResponseProto response;
  for (const CachePoolStatus& pool : page.pools) to_proto(pool, response.add_entries());
  response.set_hasmore(page.has_more);
  return response;
}

}  // namespace mammoth::namenode
