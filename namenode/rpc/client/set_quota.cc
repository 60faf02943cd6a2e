#include "common/protocol/hdfs/client_namenode/usage.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::SetQuotaResponseProto> ClientProtocol::set_quota(
    const wire::SetQuotaRequestProto& request, rpc::Call& call) {
  // As Apache's with dfs.quota.by.storage.type.enabled=false.
  if (request.has_storagetype()) {
    const auto names = static_cast<std::int64_t>(request.namespacequota());
    return Error{ErrorCode::kRemote,
                 "Failed to set quota by storage type because either"
                 "dfs.quota.by.storage.type.enabled is set to false or nsQuota value is illegal " +
                     std::to_string(names),
                 "org.apache.hadoop.hdfs.server.namenode.UnsupportedActionException"};
  }
  const Quota quota{.names = static_cast<std::int64_t>(request.namespacequota()),
                    .space_bytes = static_cast<std::int64_t>(request.storagespacequota())};
  TRY(held(call, system_.set_quota(caller_of(call), request.path(), quota)));
  return wire::SetQuotaResponseProto();
}

}  // namespace mammoth::namenode
