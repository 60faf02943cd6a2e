#include "common/protocol/hdfs/client_namenode/cache.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/convert_cache.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ListCacheDirectivesResponseProto> ClientFeatures::list_cache_directives(
    const wire::ListCacheDirectivesRequestProto& request, rpc::Call& call) {
  const CacheDirectivePage page = TRY(system_.list_cache_directives(
      caller_of(call), request.previd(), to_request(request.filter())));
  wire::ListCacheDirectivesResponseProto response;
  for (const CacheDirectiveStatus& directive : page.directives)
    to_proto(directive, response.add_elements());
  response.set_hasmore(page.has_more);
  return response;
}

}  // namespace mammoth::namenode
