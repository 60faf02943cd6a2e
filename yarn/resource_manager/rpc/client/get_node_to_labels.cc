#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::GetNodesToLabelsResponseProto> ClientProtocol::get_node_to_labels(
    const wire::GetNodesToLabelsRequestProto&, rpc::Call&) {
  // Nobody can set labels here, so there are none.
  return wire::GetNodesToLabelsResponseProto();
}

}  // namespace mammoth::yarn
