#include "namenode/rpc/user_mappings_protocol.h"

#include "common/base/log.h"
#include "common/config/keys.h"
#include "common/protocol/rpc/user_mappings.pb.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

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

}  // namespace mammoth::namenode
