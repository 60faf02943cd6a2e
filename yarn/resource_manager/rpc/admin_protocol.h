// ResourceManagerAdministrationProtocol: what administrators ask (Hadoop: AdminService). One method
// a file in admin/. Whoever yarn.admin.acl does not name is refused. Thread-safe.
#pragma once

#include <functional>

#include "common/base/result.h"
#include "common/config/configuration.h"
#include "yarn/resource_manager/rpc/convert.h"
#include "yarn/resource_manager/rpc/manager.h"

namespace mammoth::rpc {
class Call;
class Service;
}  // namespace mammoth::rpc

namespace hadoop::yarn {
class RefreshQueuesRequestProto;
class RefreshQueuesResponseProto;
class RefreshNodesRequestProto;
class RefreshNodesResponseProto;
class CheckForDecommissioningNodesRequestProto;
class CheckForDecommissioningNodesResponseProto;
class RefreshUserToGroupsMappingsRequestProto;
class RefreshUserToGroupsMappingsResponseProto;
class GetGroupsForUserRequestProto;
class GetGroupsForUserResponseProto;
class UpdateNodeResourceRequestProto;
class UpdateNodeResourceResponseProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn {

class AdminProtocol {
 public:
  // Reads the configuration anew.
  using Reload = std::function<Result<Configuration>()>;
  // The include and exclude lists that a configuration names.
  static Result<HostLists> read_lists(const Configuration& configuration);

  // `manager` must outlive this.
  AdminProtocol(Manager& manager, Reload reload) : manager_(manager), reload_(std::move(reload)) {}

  // Enters every method of the protocol into `service`, those that are not done as unsupported.
  void bind_to(rpc::Service& service);

  Result<wire::RefreshQueuesResponseProto> refresh_queues(
      const wire::RefreshQueuesRequestProto& request, rpc::Call& call);
  Result<wire::RefreshNodesResponseProto> refresh_nodes(
      const wire::RefreshNodesRequestProto& request, rpc::Call& call);
  Result<wire::CheckForDecommissioningNodesResponseProto> check_for_decommissioning_nodes(
      const wire::CheckForDecommissioningNodesRequestProto& request, rpc::Call& call);
  Result<wire::RefreshUserToGroupsMappingsResponseProto> refresh_user_to_groups_mappings(
      const wire::RefreshUserToGroupsMappingsRequestProto& request, rpc::Call& call);
  Result<wire::GetGroupsForUserResponseProto> get_groups_for_user(
      const wire::GetGroupsForUserRequestProto& request, rpc::Call& call);
  Result<wire::UpdateNodeResourceResponseProto> update_node_resource(
      const wire::UpdateNodeResourceRequestProto& request, rpc::Call& call);

 private:
  Result<void> check_admin(const rpc::Call& call) const;

  Manager& manager_;
  const Reload reload_;
};

}  // namespace mammoth::yarn
