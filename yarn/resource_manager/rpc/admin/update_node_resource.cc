#include "common/protocol/yarn/administration.pb.h"
#include "common/protocol/yarn/node.pb.h"
#include "yarn/resource_manager/cluster/refusals.h"
#include "yarn/resource_manager/rpc/admin_protocol.h"

namespace mammoth::yarn {

Result<wire::UpdateNodeResourceResponseProto> AdminProtocol::update_node_resource(
    const wire::UpdateNodeResourceRequestProto& request, rpc::Call& call) {
  TRY(check_admin(call));
  for (const auto& entry : request.node_resource_map())
    if (const Resource wanted = from_proto(entry.resource_option().resource());
        wanted.memory_mb < 0 || wanted.vcores < 0)
      return Error{ErrorCode::kIllegalArgument,
                   "Negative resource is not possible for a node: " + to_text(wanted)};
  TRY(manager_.with([&](Cluster& cluster) -> Result<void> {
    for (const auto& entry : request.node_resource_map()) {
      const Result<void> set = cluster.set_node_resource(
          from_proto(entry.node_id()), from_proto(entry.resource_option().resource()));
      if (!set) return yarn_error("YarnException", set.error().message);
    }
    return {};
  }));
  return wire::UpdateNodeResourceResponseProto();
}

}  // namespace mammoth::yarn
