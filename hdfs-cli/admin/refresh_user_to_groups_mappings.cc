#include "hdfs-cli/admin/admin_commands.h"

namespace mammoth::cli {

namespace {

Result<int> refresh_user_to_groups_mappings(Environment& environment, Arguments) {
  const auto admin = TRY(open_default_admin(environment));
  TRY(admin->refresh_user_to_groups_mappings());
  environment.out.line("Refresh user to groups mapping successful");
  return 0;
}

}  // namespace

constexpr AdminCommand kRefreshUserToGroupsMappings{
    "refreshUserToGroupsMappings",
    "-refreshUserToGroupsMappings",
    "Makes the NameNode look again who belongs to which groups.",
    0,
    0,
    &refresh_user_to_groups_mappings};

}  // namespace mammoth::cli
