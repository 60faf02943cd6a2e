#include "common/protocol/hdfs/client_namenode/storage_policy.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::SatisfyStoragePolicyResponseProto> ClientProtocol::satisfy_storage_policy(
    const wire::SatisfyStoragePolicyRequestProto& request, rpc::Call& call) {
  TRY(system_.satisfy_storage_policy(caller_of(call), request.src()));
  return wire::SatisfyStoragePolicyResponseProto();
}

}  // namespace mammoth::namenode
