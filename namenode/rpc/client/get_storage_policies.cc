#include "common/protocol/hdfs/client_namenode/storage_policy.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_policy.h"

namespace mammoth::namenode {

Result<wire::GetStoragePoliciesResponseProto> ClientProtocol::get_storage_policies(
    const wire::GetStoragePoliciesRequestProto&, rpc::Call&) {
  wire::GetStoragePoliciesResponseProto response;
  for (const StoragePolicy& policy : storage_policies()) to_proto(policy, response.add_policies());
  return response;
}

}  // namespace mammoth::namenode
