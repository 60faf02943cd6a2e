#include "hdfs-cli/admin/admin_commands.h"
#include "hdfs-cli/file_systems.h"

namespace mammoth::cli {

namespace {

Result<int> metasave(Environment& environment, Arguments arguments) {
  TRY(TRY(open_default_admin(environment))->meta_save(arguments[0]));
  environment.out.line("Created metasave file " + arguments[0] +
                       " in the log directory of namenode " + default_file_system(environment));
  return 0;
}

}  // namespace

constexpr AdminCommand kMetasave{
    "metasave",
    "-metasave filename",
    "Makes the NameNode write to a file in its log directory which DataNodes there are and which "
    "blocks wait to be replicated, deleted or written.",
    1,
    1,
    &metasave};

}  // namespace mammoth::cli
