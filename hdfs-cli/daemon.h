// `hdfs namenode`, `hdfs --daemon start datanode`: runs the daemons, which lie beside this program
// (Hadoop: hadoop_daemon_handler of hadoop-functions.sh).
//
// A daemon is known by its pid file, $HADOOP_PID_DIR/hadoop-$USER-namenode.pid. Started in the
// background it writes its log to $HADOOP_LOG_DIR/hadoop-$USER-namenode-$HOST.log and what else it
// has to say to the same name with .out, of which five old ones are kept.
//
// Environment: HADOOP_PID_DIR (/tmp), HADOOP_LOG_DIR ($HADOOP_HOME/logs, else logs beside the
// folder of the programs), HADOOP_IDENT_STRING ($USER), HADOOP_STOP_TIMEOUT (5 seconds),
// HADOOP_NICENESS (0).
#pragma once

#include <string>

#include "hdfs-cli/command_format.h"
#include "hdfs-cli/environment.h"

namespace mammoth::cli {

enum class DaemonMode { kForeground, kStart, kStop, kStatus };

struct DaemonSettings {
  std::string program_directory;  // where "namenode" and "datanode" lie
  std::string pid_directory;
  std::string log_directory;
  std::string identity;
  int stop_timeout_seconds = 5;
  int niceness = 0;
};

// From the environment variables above.
DaemonSettings daemon_settings();

// kForeground replaces this process and comes back only if that fails. kStart answers 1 when the
// daemon did not live for a second. kStatus answers 0 running, 1 dead but with a pid file, 3 not
// running. The daemon gets `arguments` as they are.
int run_daemon(Environment& environment, const DaemonSettings& settings, DaemonMode mode,
               const std::string& name, const Arguments& arguments);

}  // namespace mammoth::cli
