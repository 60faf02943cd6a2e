// Groups of users as this NameNode sees them, and the order to look again (Hadoop:
// GetUserMappingsProtocol, RefreshUserMappingsProtocol).
#pragma once

#include <functional>

#include "common/base/result.h"
#include "common/config/configuration.h"
#include "namenode/system/proxy_users.h"
#include "namenode/system/user_groups.h"

namespace hadoop::common {
class GetGroupsForUserRequestProto;
class GetGroupsForUserResponseProto;
class RefreshUserToGroupsMappingsRequestProto;
class RefreshUserToGroupsMappingsResponseProto;
class RefreshSuperUserGroupsConfigurationRequestProto;
class RefreshSuperUserGroupsConfigurationResponseProto;
}  // namespace hadoop::common

namespace mammoth::rpc {
class Call;
class Service;
}  // namespace mammoth::rpc

namespace mammoth::namenode {

class Namesystem;

// Thread-safe.
class UserMappingsProtocol {
 public:
  // Reads the configuration again, from where the daemon took it at its start.
  using Reload = std::function<Result<Configuration>()>;

  // All must outlive this.
  UserMappingsProtocol(Namesystem& system, ProxyUsers& proxy_users, Reload reload)
      : system_(system), proxy_users_(proxy_users), reload_(std::move(reload)) {}

  void bind_queries_to(rpc::Service& service);
  void bind_refreshes_to(rpc::Service& service);

  Result<hadoop::common::GetGroupsForUserResponseProto> get_groups_for_user(
      const hadoop::common::GetGroupsForUserRequestProto& request, rpc::Call& call);
  Result<hadoop::common::RefreshUserToGroupsMappingsResponseProto> refresh_user_to_groups_mappings(
      const hadoop::common::RefreshUserToGroupsMappingsRequestProto& request, rpc::Call& call);
  Result<hadoop::common::RefreshSuperUserGroupsConfigurationResponseProto>
  refresh_super_user_groups_configuration(
      const hadoop::common::RefreshSuperUserGroupsConfigurationRequestProto& request,
      rpc::Call& call);

 private:
  Namesystem& system_;
  ProxyUsers& proxy_users_;
  const Reload reload_;
};

}  // namespace mammoth::namenode
