#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::GetClusterNodeAttributesResponseProto> ClientProtocol::get_cluster_node_attributes(
    const wire::GetClusterNodeAttributesRequestProto&, rpc::Call&) {
  // Nobody can set attributes here, so there are none.
  return wire::GetClusterNodeAttributesResponseProto();
}

}  // namespace mammoth::yarn
