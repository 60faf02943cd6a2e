#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::GetLabelsToNodesResponseProto> ClientProtocol::get_labels_to_nodes(
    const wire::GetLabelsToNodesRequestProto&, rpc::Call&) {
  // Nobody can set labels here, so there are none.
  return wire::GetLabelsToNodesResponseProto();
}

}  // namespace mammoth::yarn
