#include "common/protocol/hdfs/client_namenode/storage_policy.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_policy.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetStoragePolicyResponseProto> ClientProtocol::get_storage_policy(
    const wire::GetStoragePolicyRequestProto& request, rpc::Call& call) {
  const StoragePolicy* policy = TRY(system_.get_storage_policy(caller_of(call), request.path()));
  wire::GetStoragePolicyResponseProto response;
  to_proto(*policy, response.mutable_storagepolicy());
  return response;
}

}  // namespace mammoth::namenode
