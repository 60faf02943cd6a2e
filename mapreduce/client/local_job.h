// LocalJob: one job in this process (Hadoop: LocalJobRunner): its map tasks on some threads, then
// its reduce tasks, then the commit. The tasks are those of mapreduce/task; nothing of them knows
// where they run.
//
// mapreduce.local.map.tasks.maximum and mapreduce.local.reduce.tasks.maximum say how many run at a
// time; unlike in Hadoop, where one does, it is as many as there are processors unless they are
// set. There are no second attempts: the first task that fails fails the job and stops the others
// at their next record. A task that crashes takes the process with it (common/job_library reports
// it).
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "mapreduce/client/running_job.h"
#include "mapreduce/task/job_classes.h"
#include "mapreduce/task/split_files.h"

namespace mammoth::mapreduce::engine {

class LocalJob final : public RunningJob {
 public:
  // Checks output and types, and computes the splits; throws Exception where the job must not run.
  LocalJob(const Configuration& configuration, const JobID& id);
  // Waits for the end.
  ~LocalJob() override;

  const JobID& id() const override { return id_; }
  void start() override;
  std::string trackingUrl() const override { return "http://localhost:8080/"; }
  bool isComplete() const override;
  bool wait(int timeout_ms) override;
  void kill() override;

  float mapProgress() const override;
  float reduceProgress() const override;
  bool isSuccessful() const override { return succeeded_; }
  std::string finalState() const override { return succeeded_ ? "SUCCEEDED" : "FAILED"; }
  const Counters& counters() const override { return counters_; }
  std::string failure() const override { return failure_; }  // "java.io.IOException: message"

 private:
  struct Task;
  using Body = std::function<void(Task&)>;

  void run();
  void runTasks(TaskType type, int parallel, const Body& body);
  void runOne(Task& task, const Body& body);
  void map(Task& task);
  void reduce(Task& task);
  void commitTask(Task& task);
  void fail(const std::string& message);
  float progressOf(TaskType type) const;
  std::string attemptDirectory(const Task& task) const;
  std::string describe(const std::exception_ptr& failure) const;

  const Configuration configuration_;
  const JobID id_;
  const JobClasses classes_;
  const std::string directory_;  // of the job's intermediate data
  std::vector<PlannedSplit> splits_;
  std::vector<std::unique_ptr<Task>> maps_;
  std::vector<std::unique_ptr<Task>> reduces_;
  Counters counters_;
  std::thread thread_;
  std::atomic<bool> stopping_{false};
  bool succeeded_ = false;
  std::string failure_;

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool complete_ = false;      // guarded by mutex_
  std::string first_failure_;  // guarded by mutex_
};

}  // namespace mammoth::mapreduce::engine
