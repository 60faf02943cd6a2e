// Writes the job's history as it happens, and gives it to the history server at the end (Hadoop:
// JobHistoryEventHandler). A history that cannot be written is a line of the log and no more: the
// job goes on without.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "mapreduce/app_master/shared_job.h"
#include "mapreduce/history/history_writer.h"
#include "mapreduce/history/job_history.h"

namespace mammoth::mapreduce::app_master {

// For one thread.
class JobRecorder {
 public:
  JobRecorder(const Configuration& configuration, const JobFacts& facts, int master_attempt);
  ~JobRecorder();

  // `earlier`: the masters before this one.
  void begin(const std::vector<history::MasterAttempt>& earlier, int maps, int reduces);
  // What has happened since the last time.
  void catch_up(SharedJob& job);
  // The last word; nothing is written after it.
  void end(SharedJob& job, schedule::JobState state, const std::string& diagnostics,
           std::int64_t finished_ms);

 private:
  void attempt(const std::function<void()>& what);
  void write(const std::vector<history::Event>& events);

  const Configuration& configuration_;
  const JobFacts& facts_;
  std::unique_ptr<history::HistoryWriter> writer_;  // null: there is no history
};

}  // namespace mammoth::mapreduce::app_master
