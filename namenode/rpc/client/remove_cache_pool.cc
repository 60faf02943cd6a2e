#include "common/protocol/hdfs/client_namenode/cache.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/convert_cache.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::RemoveCachePoolResponseProto> ClientFeatures::remove_cache_pool(
    const wire::RemoveCachePoolRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.remove_cache_pool(caller_of(call), request.poolname())));
  return wire::RemoveCachePoolResponseProto();
}

}  // namespace mammoth::namenode
