#include "yarn/resource_manager/cluster/refusals.h"
#include "yarn/resource_manager/rpc/client_protocol.h"

namespace mammoth::yarn {

Result<wire::GetAllResourceProfilesResponseProto> ClientProtocol::get_resource_profiles(
    const wire::GetAllResourceProfilesRequestProto&, rpc::Call&) {
  return yarn_error("YARNFeatureNotEnabledException",
                    "Resource profile is not enabled, please enable resource profile feature "
                    "before using its functions. (by setting "
                    "yarn.resourcemanager.resource-profiles.enabled to true)");
}

}  // namespace mammoth::yarn
