#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::GetClusterNodeLabelsResponseProto> ClientProtocol::get_cluster_node_labels(
    const wire::GetClusterNodeLabelsRequestProto&, rpc::Call&) {
  // Nobody can set labels here, so there are none.
  return wire::GetClusterNodeLabelsResponseProto();
}

}  // namespace mammoth::yarn
