// What formats, committers, mappers and reducers are told of their job and task (Hadoop:
// JobContext, TaskAttemptContext). Owned by the engine; counters, status and progress may be used
// from several threads of one task.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "mapreduce/api/configuration.h"
#include "mapreduce/api/counters.h"
#include "mapreduce/api/ids.h"

namespace mammoth::mapreduce {

class JobContext {
 public:
  JobContext(Configuration configuration, JobID id)
      : configuration_(std::move(configuration)), id_(std::move(id)) {}
  virtual ~JobContext() = default;

  Configuration& getConfiguration() { return configuration_; }
  const Configuration& getConfiguration() const { return configuration_; }
  const JobID& getJobID() const { return id_; }
  std::string getJobName() const { return configuration_.get("mapreduce.job.name", ""); }
  int getNumReduceTasks() const { return configuration_.getInt("mapreduce.job.reduces", 1); }
  // Files given by -files and Job::addCacheFile; each is in the working directory by its name (or
  // by what follows the # of its URI).
  std::vector<std::string> getCacheFiles() const {
    return configuration_.getStrings("mapreduce.job.cache.files");
  }

 protected:
  Configuration configuration_;
  JobID id_;
};

class TaskAttemptContext : public JobContext {
 public:
  TaskAttemptContext(Configuration configuration, TaskAttemptID id, Counters& counters)
      : JobContext(std::move(configuration), id.job),
        attempt_(std::move(id)),
        counters_(counters) {}

  const TaskAttemptID& getTaskAttemptID() const { return attempt_; }
  Counters& counters() { return counters_; }
  Counter& getCounter(std::string_view group, std::string_view name) {
    return counters_.findCounter(group, name);
  }
  template <auto Enumerator>
  Counter& getCounter() {
    return counters_.findCounter<Enumerator>();
  }

  void setStatus(std::string status) {
    const std::lock_guard lock(mutex_);
    status_ = std::move(status);
  }
  std::string getStatus() const {
    const std::lock_guard lock(mutex_);
    return status_;
  }
  // Tells that the task is alive although it reads and writes nothing.
  void progress() { alive_.fetch_add(1, std::memory_order_relaxed); }
  float getProgress() const { return progress_.load(std::memory_order_relaxed); }

  // For the engine.
  void setProgress(float progress) {
    progress_.store(progress, std::memory_order_relaxed);
    this->progress();
  }
  std::uint64_t signsOfLife() const { return alive_.load(std::memory_order_relaxed); }
  // Asks the task to stop at its next record.
  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  bool isCancelled() const { return cancelled_.load(std::memory_order_relaxed); }

 private:
  TaskAttemptID attempt_;
  Counters& counters_;
  mutable std::mutex mutex_;
  std::string status_;  // guarded by mutex_
  std::atomic<float> progress_{0};
  std::atomic<std::uint64_t> alive_{0};
  std::atomic<bool> cancelled_{false};
};

}  // namespace mammoth::mapreduce
