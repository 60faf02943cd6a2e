#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::GetAttributesToNodesResponseProto> ClientProtocol::get_attributes_to_nodes(
    const wire::GetAttributesToNodesRequestProto&, rpc::Call&) {
  // Nobody can set attributes here, so there are none.
  return wire::GetAttributesToNodesResponseProto();
}

}  // namespace mammoth::yarn
