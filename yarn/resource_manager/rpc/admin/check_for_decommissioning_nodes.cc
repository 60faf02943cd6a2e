#include "common/protocol/yarn/administration.pb.h"
#include "yarn/resource_manager/rpc/admin_protocol.h"

namespace mammoth::yarn {

Result<wire::CheckForDecommissioningNodesResponseProto>
AdminProtocol::check_for_decommissioning_nodes(
    const wire::CheckForDecommissioningNodesRequestProto&, rpc::Call& call) {
  TRY(check_admin(call));
  return manager_.with([](Cluster& cluster) {
    wire::CheckForDecommissioningNodesResponseProto response;
    for (const auto& [id, node] : cluster.nodes())
      if (node.state == NodeState::kDecommissioning)
        *response.add_decommissioningnodes() = to_proto(id);
    return response;
  });
}

}  // namespace mammoth::yarn
