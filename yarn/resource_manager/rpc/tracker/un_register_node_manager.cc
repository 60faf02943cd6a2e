#include "common/protocol/yarn/resource_tracker.pb.h"
#include "yarn/resource_manager/rpc/tracker_protocol.h"

namespace mammoth::yarn {

Result<wire::UnRegisterNodeManagerResponseProto> TrackerProtocol::un_register_node_manager(
    const wire::UnRegisterNodeManagerRequestProto& request, rpc::Call&) {
  manager_.with([&](Cluster& cluster) { cluster.unregister_node(from_proto(request.node_id())); });
  return wire::UnRegisterNodeManagerResponseProto();
}

}  // namespace mammoth::yarn
