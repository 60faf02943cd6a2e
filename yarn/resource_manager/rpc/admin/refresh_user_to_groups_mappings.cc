#include "common/protocol/yarn/administration.pb.h"
#include "yarn/resource_manager/rpc/admin_protocol.h"

namespace mammoth::yarn {

Result<wire::RefreshUserToGroupsMappingsResponseProto>
AdminProtocol::refresh_user_to_groups_mappings(const wire::RefreshUserToGroupsMappingsRequestProto&,
                                               rpc::Call& call) {
  TRY(check_admin(call));
  // The operating system is asked each time: nothing is out of date.
  return wire::RefreshUserToGroupsMappingsResponseProto();
}

}  // namespace mammoth::yarn
