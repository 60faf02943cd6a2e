#include "common/hdfs/user_identity.h"
#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

Result<void> print_groups(Environment& environment, const Arguments& users) {
  const auto admin = TRY(open_default_admin(environment));
  for (const std::string& user : users) {
    std::string line = user + " :";
    for (const std::string& group : TRY(admin->groups_of(user))) line += " " + group;
    environment.out.line(line);
  }
  return {};
}

}  // namespace

int run_groups(Environment& environment, const Arguments& arguments) {
  const auto printed =
      print_groups(environment, arguments.empty() ? Arguments{hdfs::current_user()} : arguments);
  if (printed) return 0;
  environment.err.line("groups: " + printed.error().message);
  return 1;
}

}  // namespace mammoth::cli
