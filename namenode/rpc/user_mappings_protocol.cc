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

}  // namespace mammoth::namenode
