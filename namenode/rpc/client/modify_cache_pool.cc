#include "common/protocol/hdfs/client_namenode/cache.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/convert_cache.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ModifyCachePoolResponseProto> ClientFeatures::modify_cache_pool(
    const wire::ModifyCachePoolRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.modify_cache_pool(caller_of(call), to_request(request.info()))));
  return wire::ModifyCachePoolResponseProto();
}

}  // namespace mammoth::namenode
