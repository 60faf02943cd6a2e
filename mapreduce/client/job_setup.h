// What is done before the tasks of a job run, wherever they run: splits, directories, and what an
// attempt finds in its configuration.
#pragma once

#include <string>
#include <vector>

#include "mapreduce/task/job_classes.h"
#include "mapreduce/task/split_files.h"

namespace mammoth::mapreduce::engine {

// The job's splits, the largest first, as Hadoop numbers its maps.
std::vector<PlannedSplit> computeSplits(const JobClasses& classes, JobContext& context);

// The first of mapreduce.cluster.local.dir.
std::string localDirectory(const Configuration& configuration);

// The library whose program this process runs, as `hadoop jar` has opened it; its jobs take it
// along. Empty: none. Set once, before the program begins.
void setJobLibrary(std::string path);
const std::string& jobLibrary();

// A fresh "local<number>".
std::string localIdentifier();

// Puts the files of -files and Job::addCacheFile into the working directory as links, and takes
// them away again. Files that are there already stay as they are, with a warning, as in Hadoop.
class CacheFiles {
 public:
  explicit CacheFiles(Configuration& configuration, const std::string& job);
  ~CacheFiles();
  CacheFiles(const CacheFiles&) = delete;
  CacheFiles& operator=(const CacheFiles&) = delete;

 private:
  void localize(const Configuration& configuration, const std::string& uri);

  std::string directory_;
  std::vector<std::string> links_;
};

}  // namespace mammoth::mapreduce::engine
