#include "common/protocol/hdfs/client_namenode/storage_policy.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::SetStoragePolicyResponseProto> ClientProtocol::set_storage_policy(
    const wire::SetStoragePolicyRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.set_storage_policy(caller_of(call), request.src(), request.policyname())));
  return wire::SetStoragePolicyResponseProto();
}

}  // namespace mammoth::namenode
