#include "common/protocol/hdfs/client_namenode/cache.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/convert_cache.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::RemoveCacheDirectiveResponseProto> ClientFeatures::remove_cache_directive(
    const wire::RemoveCacheDirectiveRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.remove_cache_directive(caller_of(call), request.id())));
  return wire::RemoveCacheDirectiveResponseProto();
}

}  // namespace mammoth::namenode
