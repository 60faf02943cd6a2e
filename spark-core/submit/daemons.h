// `spark-master` and `spark-worker`: the command lines of a standalone cluster's daemons (Spark:
// MasterArguments, WorkerArguments). Settings come from --properties-file, else from
// spark-defaults.conf of SPARK_CONF_DIR.
#pragma once

#include <string>
#include <vector>

namespace mammoth::spark {

// Answer exit codes; run until a signal ends them.
[[gnu::visibility("default")]] int spark_master(const std::vector<std::string>& words);
[[gnu::visibility("default")]] int spark_worker(const std::vector<std::string>& words);

}  // namespace mammoth::spark
