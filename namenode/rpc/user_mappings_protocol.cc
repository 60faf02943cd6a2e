#include "namenode/rpc/user_mappings_protocol.h"

#include "common/base/log.h"
#include "common/config/keys.h"
#include "common/protocol/rpc/user_mappings.pb.h"
#include "common/rpc/service.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

using rpc::Retry;

void UserMappingsProtocol::bind_queries_to(rpc::Service& service) {
  service.bind("getGroupsForUser", Retry::kIdempotent, *this,
               &UserMappingsProtocol::get_groups_for_user);
}

void UserMappingsProtocol::bind_refreshes_to(rpc::Service& service) {
  service.bind("refreshUserToGroupsMappings", Retry::kIdempotent, *this,
               &UserMappingsProtocol::refresh_user_to_groups_mappings);
  service.bind("refreshSuperUserGroupsConfiguration", Retry::kIdempotent, *this,
               &UserMappingsProtocol::refresh_super_user_groups_configuration);
}

Result<hadoop::common::GetGroupsForUserResponseProto> UserMappingsProtocol::get_groups_for_user(
    const hadoop::common::GetGroupsForUserRequestProto& request, rpc::Call&) {
  hadoop::common::GetGroupsForUserResponseProto response;
  for (const std::string& group : *system_.groups().groups_of(request.user()))
    response.add_groups(group);
  return response;
}

Result<hadoop::common::RefreshUserToGroupsMappingsResponseProto>
UserMappingsProtocol::refresh_user_to_groups_mappings(
    const hadoop::common::RefreshUserToGroupsMappingsRequestProto&, rpc::Call& call) {
  log::info("namenode", "Refreshing all user-to-groups mappings. Requested by user: {}",
            call.user());
  const Configuration configuration = TRY(reload_());
  system_.groups().refresh(TRY(
      parse_group_overrides(configuration.get(keys::kHadoopUserGroupStaticMappingOverrides))));
  system_.audit_admin(caller_of(call), "refreshUserToGroupsMappings");
  return hadoop::common::RefreshUserToGroupsMappingsResponseProto();
}

Result<hadoop::common::RefreshSuperUserGroupsConfigurationResponseProto>
UserMappingsProtocol::refresh_super_user_groups_configuration(
    const hadoop::common::RefreshSuperUserGroupsConfigurationRequestProto&, rpc::Call& call) {
  log::info("namenode", "Refreshing SuperUser proxy group mapping list. Requested by user: {}",
            call.user());
  const Configuration configuration = TRY(reload_());
  proxy_users_.refresh(configuration.entries_below("hadoop.proxyuser."));
  system_.audit_admin(caller_of(call), "refreshSuperUserGroupsConfiguration");
  return hadoop::common::RefreshSuperUserGroupsConfigurationResponseProto();
}

}  // namespace mammoth::namenode
