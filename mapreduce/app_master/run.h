// The program `mapreduce-appmaster`.
#pragma once

namespace mammoth::mapreduce::app_master {

// In a container that a ResourceManager has started, with job.xml in the working directory. Answers
// the exit code: 0 when the ResourceManager knows how the job ended.
int runAppMaster();

}  // namespace mammoth::mapreduce::app_master
