#include "yarn/resource_manager/cluster/refusals.h"
#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::GetResourceProfileResponseProto> ClientProtocol::get_resource_profile(
    const wire::GetResourceProfileRequestProto&, rpc::Call&) {
  return yarn_error("YARNFeatureNotEnabledException",
                    "Resource profile is not enabled, please enable resource profile feature "
                    "before using its functions. (by setting "
                    "yarn.resourcemanager.resource-profiles.enabled to true)");
}

}  // namespace mammoth::yarn
