#include "hdfs-cli/admin/admin_commands.h"

namespace mammoth::cli {

namespace {

Result<int> refresh_super_user_groups_configuration(Environment& environment, Arguments) {
  const auto admin = TRY(open_default_admin(environment));
  TRY(admin->refresh_super_user_groups());
  environment.out.line("Refresh super user groups configuration successful");
  return 0;
}

}  // namespace

constexpr AdminCommand kRefreshSuperUserGroupsConfiguration{
    "refreshSuperUserGroupsConfiguration",
    "-refreshSuperUserGroupsConfiguration",
    "Makes the NameNode read again who may act for whom, and from where.",
    0,
    0,
    &refresh_super_user_groups_configuration};

}  // namespace mammoth::cli
