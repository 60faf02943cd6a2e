#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::GetNodesToAttributesResponseProto> ClientProtocol::get_nodes_to_attributes(
    const wire::GetNodesToAttributesRequestProto&, rpc::Call&) {
  // Nobody can set attributes here, so there are none.
  return wire::GetNodesToAttributesResponseProto();
}

}  // namespace mammoth::yarn
