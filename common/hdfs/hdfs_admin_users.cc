// Who belongs to which group, and who writes what.
#include "common/hdfs/hdfs_admin.h"
#include "common/protocol/hdfs/client_namenode/leases.pb.h"
#include "common/protocol/rpc/user_mappings.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

Result<void> HdfsAdmin::list_open_files(const std::string& path, bool blocking_decommission,
                                        const std::function<void(const OpenFile&)>& each) {
  pb::ListOpenFilesRequestProto request;
  request.set_path(path);
  request.add_types(blocking_decommission ? pb::BLOCKING_DECOMMISSION : pb::ALL_OPEN_FILES);
  request.set_id(0);
  for (;;) {
    const auto page =
        TRY(namenode_->call<pb::ListOpenFilesResponseProto>("listOpenFiles", request));
    for (const auto& file : page.entries()) {
      each({file.path(), file.clientname(), file.clientmachine()});
      request.set_id(file.id());
    }
    if (!page.hasmore() || page.entries().empty()) return {};
  }
}

Result<std::vector<std::string>> HdfsAdmin::groups_of(const std::string& user) {
  ::hadoop::common::GetGroupsForUserRequestProto request;
  request.set_user(user);
  const auto answer =
      TRY(namenode_->protocol("org.apache.hadoop.tools.GetUserMappingsProtocol")
              ->call<::hadoop::common::GetGroupsForUserResponseProto>("getGroupsForUser", request));
  return std::vector<std::string>(answer.groups().begin(), answer.groups().end());
}

namespace {

constexpr auto kRefreshProtocol = "org.apache.hadoop.security.RefreshUserMappingsProtocol";

}  // namespace

Result<void> HdfsAdmin::refresh_user_to_groups_mappings() {
  TRY(namenode_->protocol(kRefreshProtocol)
          ->call<::hadoop::common::RefreshUserToGroupsMappingsResponseProto>(
              "refreshUserToGroupsMappings",
              ::hadoop::common::RefreshUserToGroupsMappingsRequestProto()));
  return {};
}

Result<void> HdfsAdmin::refresh_super_user_groups() {
  TRY(namenode_->protocol(kRefreshProtocol)
          ->call<::hadoop::common::RefreshSuperUserGroupsConfigurationResponseProto>(
              "refreshSuperUserGroupsConfiguration",
              ::hadoop::common::RefreshSuperUserGroupsConfigurationRequestProto()));
  return {};
}

}  // namespace mammoth::hdfs
