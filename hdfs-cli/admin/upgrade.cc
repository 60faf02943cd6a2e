// -upgrade, -rollingUpgrade and -restoreFailedStorage.
#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/text.h"

namespace mammoth::cli {

namespace {

Result<int> upgrade(Environment& environment, Arguments arguments) {
  const auto admin = TRY(open_default_admin(environment));
  if (arguments[0] == "query") {
    const bool finalized = TRY(admin->upgrade_finalized());
    environment.out.line(finalized ? "Upgrade finalized" : "Upgrade not finalized");
    return 0;
  }
  if (arguments[0] != "finalize") return bad_arguments("");
  TRY(admin->finalize_upgrade());
  environment.out.line("Finalize upgrade successful");
  return 0;
}

Result<int> rolling_upgrade(Environment& environment, Arguments arguments) {
  using Action = hdfs::RollingUpgradeAction;
  const std::string name = arguments.empty() ? "query" : lower_case(arguments[0]);
  const Action action = name == "prepare"    ? Action::kPrepare
                        : name == "finalize" ? Action::kFinalize
                                             : Action::kQuery;
  if (action == Action::kQuery && name != "query")
    return bad_arguments("Failed to convert \"" + arguments[0] + "\" to RollingUpgradeAction");
  environment.out.line((action == Action::kPrepare    ? "PREPARE"
                        : action == Action::kFinalize ? "FINALIZE"
                                                      : "QUERY") +
                       std::string(" rolling upgrade ..."));
  const auto admin = TRY(open_default_admin(environment));
  if (TRY(admin->rolling_upgrade(action))) {
    environment.out.line("Proceed with rolling upgrade:");
    return 0;
  }
  environment.out.line(
      "There is no rolling upgrade in progress or rolling upgrade has already been finalized.");
  return 0;
}

Result<int> restore_failed_storage(Environment& environment, Arguments arguments) {
  const std::string& what = arguments[0];
  if (what != "true" && what != "false" && what != "check") {
    environment.err.line("restoreFailedStorage valid args are true|false|check");
    return 255;
  }
  const bool on = TRY(TRY(open_default_admin(environment))->restore_failed_storage(what));
  environment.out.line(std::string("restoreFailedStorage is set to ") + (on ? "true" : "false"));
  return 0;
}

}  // namespace

constexpr AdminCommand kUpgrade{"upgrade",
                                "-upgrade <query | finalize>",
                                "Shows whether an upgrade is finalized, or finalizes it.",
                                1,
                                1,
                                &upgrade,
                                "-upgrade query | finalize"};

constexpr AdminCommand kRollingUpgrade{
    "rollingUpgrade",
    "-rollingUpgrade [<query|prepare|finalize>]",
    "Shows whether a rolling upgrade goes on. The NameNode refuses to begin one.",
    0,
    1,
    &rolling_upgrade};

constexpr AdminCommand kRestoreFailedStorage{
    "restoreFailedStorage",
    "-restoreFailedStorage true|false|check",
    "Whether the NameNode tries to use failed directories again; it has one directory and refuses.",
    1,
    1,
    &restore_failed_storage,
    "-restoreFailedStorage true|false|check "};

}  // namespace mammoth::cli
