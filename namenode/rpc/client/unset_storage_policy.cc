#include "common/protocol/hdfs/client_namenode/storage_policy.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::UnsetStoragePolicyResponseProto> ClientProtocol::unset_storage_policy(
    const wire::UnsetStoragePolicyRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.unset_storage_policy(caller_of(call), request.src())));
  return wire::UnsetStoragePolicyResponseProto();
}

}  // namespace mammoth::namenode
