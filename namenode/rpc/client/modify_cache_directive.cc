#include "common/protocol/hdfs/client_namenode/cache.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/convert_cache.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ModifyCacheDirectiveResponseProto> ClientFeatures::modify_cache_directive(
    const wire::ModifyCacheDirectiveRequestProto& request, rpc::Call& call) {
  CacheDirectiveRequest wanted = to_request(request.info());
  wanted.force = (request.cacheflags() & wire::FORCE) != 0;
  TRY(held(call, system_.modify_cache_directive(caller_of(call), wanted)));
  return wire::ModifyCacheDirectiveResponseProto();
}

}  // namespace mammoth::namenode
