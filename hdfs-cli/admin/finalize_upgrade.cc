#include "hdfs-cli/admin/admin_commands.h"

namespace mammoth::cli {

namespace {

Result<int> finalize_upgrade(Environment& environment, Arguments) {
  const auto admin = TRY(open_default_admin(environment));
  TRY(admin->finalize_upgrade());
  environment.out.line("Finalize upgrade successful");
  return 0;
}

}  // namespace

constexpr AdminCommand kFinalizeUpgrade{
    "finalizeUpgrade",
    "-finalizeUpgrade",
    "Gives up what was kept from before the last upgrade; there is no way back then.",
    0,
    0,
    &finalize_upgrade};

}  // namespace mammoth::cli
