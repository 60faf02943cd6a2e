#include "common/rpc/call.h"
#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::GetQueueUserAclsInfoResponseProto> ClientProtocol::get_queue_user_acls(
    const wire::GetQueueUserAclsInfoRequestProto&, rpc::Call& call) {
  const Caller caller = caller_of(call);
  return manager_.with(call, [&](Cluster& cluster) {
    wire::GetQueueUserAclsInfoResponseProto response;
    for (const std::string& path : cluster.scheduler().queue_paths()) {
      auto& queue = *response.add_queueuseracls();
      queue.set_queuename(path);
      if (cluster.scheduler().has_access(path, QueueAccess::kSubmit, caller))
        queue.add_useracls(wire::QACL_SUBMIT_APPLICATIONS);
      if (cluster.scheduler().has_access(path, QueueAccess::kAdminister, caller))
        queue.add_useracls(wire::QACL_ADMINISTER_QUEUE);
    }
    return response;
  });
}

}  // namespace mammoth::yarn
