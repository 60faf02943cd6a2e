// The life of a task's process (Hadoop: YarnChild):
//
//   mapreduce-task HOST PORT ATTEMPT     in a container whose working directory holds job.xml and
//   the
//                                        job's library, with the job token among its credentials
#pragma once

#include <string>
#include <vector>

namespace mammoth::mapreduce::runner {

// Exit codes: 0 done, or not wanted; 1 failed, and the master knows why; 65 the master is gone; 255
// wrong arguments or environment.
int runTask(const std::vector<std::string>& arguments);

}  // namespace mammoth::mapreduce::runner
