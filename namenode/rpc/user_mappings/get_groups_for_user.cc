#include "namenode/rpc/user_mappings_protocol.h"

#include "common/protocol/rpc/user_mappings.pb.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<hadoop::common::GetGroupsForUserResponseProto> UserMappingsProtocol::get_groups_for_user(
    const hadoop::common::GetGroupsForUserRequestProto& request, rpc::Call&) {
  hadoop::common::GetGroupsForUserResponseProto response;
  for (const std::string& group : *system_.groups().groups_of(request.user()))
    response.add_groups(group);
  return response;
}

}  // namespace mammoth::namenode
