// The commands of `yarn` that speak to the ResourceManager: one in each file, with Apache's options
// and Apache's lines (Hadoop: org.apache.hadoop.yarn.client.cli). They answer the exit code.
#pragma once

#include "yarn/cli/session.h"

namespace mammoth::yarn {

int run_application(Session& session, const Words& words);  // -list, -status, -kill, …
int run_attempt(Session& session, const Words& words);      // applicationattempt
int run_container(Session& session, const Words& words);
int run_logs(Session& session, const Words& words);  // aggregated ones
int run_node(Session& session, const Words& words);
int run_queue(Session& session, const Words& words);
int run_cluster(Session& session, const Words& words);
int run_rmadmin(Session& session, const Words& words);
int run_top(Session& session, const Words& words);

}  // namespace mammoth::yarn
