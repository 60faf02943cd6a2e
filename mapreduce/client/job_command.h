// `mapred job` (Hadoop: mapreduce.tools.CLI): looks at jobs of a cluster, and stops them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapreduce/api/configuration.h"

namespace mammoth::mapreduce {

// Answers the exit code: 255 for what is misused or not found, 1 where an exception ends it, which
// is then on standard error.
int runJobCommand(const std::vector<std::string>& arguments);

namespace engine {

// How one option is used, or all of them, on standard error.
void print_job_usage(std::string_view option);

// The jobs that the ResourceManager knows, as Hadoop's table.
int list_jobs(const Configuration& configuration, bool all);
// Nodes that run, one a line.
int list_trackers(const Configuration& configuration);

// The history file `path` in words, or in JSON with `format`; to the file `out` where that is not
// empty. `all`: tasks and attempts that succeeded too.
int view_history(const Configuration& configuration, const std::string& path, bool all,
                 const std::string& out, const std::string& format);

}  // namespace engine

}  // namespace mammoth::mapreduce
