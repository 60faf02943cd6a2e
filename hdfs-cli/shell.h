// `hdfs dfs` and `hadoop fs`: finds the command and runs it (Hadoop: FsShell).
#pragma once

#include "hdfs-cli/command_format.h"
#include "hdfs-cli/environment.h"

namespace mammoth::cli {

// `arguments` begin with the command, "-ls"; the generic options are gone already. Answers the exit
// code: the command's own, 255 where the command line makes no sense, 130 after Ctrl-C.
int run_shell(Environment& environment, Arguments arguments);

}  // namespace mammoth::cli
