// The programs `hdfs`, `hadoop` and `yarn`: shell options, then a sub-command (Hadoop: bin/hdfs,
// bin/hadoop, bin/yarn and hadoop-functions.sh).
//
//   hdfs   [--config DIR] [--daemon start|stop|status] [--loglevel LEVEL] dfs|getconf|namenode|…
//   hadoop [--config DIR] [--loglevel LEVEL] fs|version|…
//   yarn   [--config DIR] [--daemon start|stop|status] [--loglevel LEVEL] resourcemanager|version|…
#pragma once

#include <string_view>

#include "hdfs-cli/command_format.h"
#include "hdfs-cli/environment.h"

namespace mammoth::cli {

// `program` is the name it was called by; whatever is not "hadoop" or "yarn" is "hdfs".
// Reads the configuration if the sub-command needs one. Answers the exit code.
int run_front_end(Environment& environment, std::string_view program, Arguments arguments);

}  // namespace mammoth::cli
