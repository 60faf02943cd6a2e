#include "namenode/rpc/user_mappings_protocol.h"

#include "common/base/log.h"
#include "common/protocol/rpc/user_mappings.pb.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

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
