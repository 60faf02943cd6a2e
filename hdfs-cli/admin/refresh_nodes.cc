#include "hdfs-cli/admin/admin_commands.h"

namespace mammoth::cli {

namespace {

Result<int> refresh_nodes(Environment& environment, Arguments) {
  const auto admin = TRY(open_default_admin(environment));
  TRY(admin->refresh_nodes());
  environment.out.line("Refresh nodes successful");
  return 0;
}

}  // namespace

constexpr AdminCommand kRefreshNodes{
    "refreshNodes",
    "-refreshNodes",
    "Makes the NameNode read again which DataNodes may connect and which shall be decommissioned.",
    0,
    0,
    &refresh_nodes};

}  // namespace mammoth::cli
