#include <fmt/format.h>

#include "hdfs-cli/admin/admin_commands.h"

namespace mammoth::cli {

namespace {

Result<int> list_open_files(Environment& environment, Arguments arguments) {
  const bool blocking = pop_option("-blockingDecommission", arguments);
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  const auto admin = TRY(open_default_admin(environment));
  environment.out.line(
      fmt::format("{:<20}\t{:<20}\t{}", "Client Host", "Client Name", "Open File Path"));
  const auto listed = admin->list_open_files(
      path && !path->empty() ? *path : "/", blocking, [&](const hdfs::OpenFile& file) {
        environment.out.line(fmt::format("{:<20}\t{:<20}\t{:>20}", file.client_machine,
                                         file.client_name, file.path));
      });
  if (listed) return 0;
  environment.err.line("List open files failed.");
  return listed.error();
}

}  // namespace

constexpr AdminCommand kListOpenFiles{"listOpenFiles",
                                      "-listOpenFiles [-blockingDecommission] [-path <path>]",
                                      "Shows which files are being written, and by whom: all of "
                                      "them, those below a path, or those that "
                                      "keep a DataNode from being decommissioned.",
                                      0,
                                      3,
                                      &list_open_files};

}  // namespace mammoth::cli
