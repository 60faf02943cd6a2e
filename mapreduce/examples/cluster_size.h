// How large the cluster is that a program runs on, for those that choose their number of tasks by
// it (Hadoop: JobClient.getClusterStatus), and other things that several programs say.
#pragma once

#include <ctime>
#include <string>

#include "mapreduce/api/mapreduce.h"

namespace mammoth::mapreduce::examples {

struct ClusterSize {
  int trackers = 1;
  int reduce_tasks = 1;
};

// A local job's: one machine with as many reduces as mapreduce.local.reduce.tasks.maximum says, as
// in Hadoop one. On YARN, one node of two reduces stands for the cluster: programs take -r.
inline ClusterSize clusterSize(const Configuration& configuration) {
  if (configuration.get("mapreduce.framework.name", "local") != "local")
    return {.trackers = 1, .reduce_tasks = 2};
  return {.trackers = 1,
          .reduce_tasks = configuration.getInt("mapreduce.local.reduce.tasks.maximum", 1)};
}

// Java's Date.toString.
inline std::string dateText(std::time_t seconds) {
  std::tm local{};
  ::localtime_r(&seconds, &local);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%a %b %d %H:%M:%S %Z %Y", &local)};
}

// The output format of that class name; throws ClassNotFoundException for others than Hadoop's
// own.
void setOutputFormat(Job& job, const std::string& name);

// Runs a job between two lines of the time; answers the program's exit code.
int runTimed(Job& job);

}  // namespace mammoth::mapreduce::examples
