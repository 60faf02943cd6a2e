#include "common/protocol/yarn/administration.pb.h"
#include "yarn/resource_manager/rpc/admin_protocol.h"

namespace mammoth::yarn {

Result<wire::GetGroupsForUserResponseProto> AdminProtocol::get_groups_for_user(
    const wire::GetGroupsForUserRequestProto& request, rpc::Call&) {
  wire::GetGroupsForUserResponseProto response;
  for (std::string& group : groups_of(request.user())) response.add_groups(std::move(group));
  return response;
}

}  // namespace mammoth::yarn
