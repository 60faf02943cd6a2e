// The job, as the threads of the master share it: the machine behind a lock, and a bell that rings
// when something has happened.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "mapreduce/api/ids.h"
#include "mapreduce/schedule/job_machine.h"
#include "mapreduce/task/split_files.h"

namespace mammoth::mapreduce::app_master {

// What reports say of a job besides its tasks. Constant once the servers run, but for what
// SharedJob guards.
struct JobFacts {
  JobID id;
  std::string name;
  std::string user;
  std::string queue;
  std::string job_file;  // URI of job.xml
  std::string attempt;   // appattempt_…
  std::string container;
  std::string node_host;
  int node_port = 0;
  int node_http_port = 0;
  std::int64_t submitted_ms = 0;
  std::int64_t started_ms = 0;
};

class SharedJob {
 public:
  explicit SharedJob(JobFacts facts) : facts_(std::move(facts)) {}

  const JobFacts& facts() const { return facts_; }

  // Before it there is a job without tasks.
  void begin(std::vector<engine::PlannedSplit> splits, schedule::JobPlan plan, const Clock& clock) {
    const std::lock_guard lock(mutex_);
    splits_ = std::move(splits);
    machine_ = std::make_unique<schedule::JobMachine>(std::move(plan), clock);
  }

  // Calls f(machine) under the lock; `otherwise` before begin().
  template <class F, class T>
  T with(F f, T otherwise) {
    T result = std::move(otherwise);
    {
      const std::lock_guard lock(mutex_);
      if (machine_ == nullptr) return result;
      result = f(*machine_);
      rung_ = true;
    }
    bell_.notify_all();
    return result;
  }
  template <class F>
  void act(F f) {
    with([&](schedule::JobMachine& machine) { return f(machine), true; }, false);
  }
  // Looks without ringing.
  template <class F, class T>
  T read(F f, T otherwise) const {
    const std::lock_guard lock(mutex_);
    if (machine_ == nullptr) return otherwise;
    return f(std::as_const(*machine_));
  }
  // The same as with(), without ringing.
  template <class F, class T>
  T quietly(F f, T otherwise) {
    const std::lock_guard lock(mutex_);
    if (machine_ == nullptr) return otherwise;
    return f(*machine_);
  }
  const engine::PlannedSplit* split(int map) const {
    return map >= 0 && static_cast<std::size_t>(map) < splits_.size()
               ? &splits_[static_cast<std::size_t>(map)]
               : nullptr;
  }

  // Until the bell has rung, or the time is over.
  void wait(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    bell_.wait_for(lock, time, [this] { return rung_; });
    rung_ = false;
  }

  // What the world is told: the end only once the ResourceManager knows it too.
  struct Outcome {
    bool is_over = false;
    schedule::JobState state = schedule::JobState::kRunning;
    std::string diagnostics{};
    std::string history_url{};
    std::int64_t finished_ms = 0;
    bool seen_by_client = false;
  };
  Outcome outcome() const {
    const std::lock_guard lock(mutex_);
    return outcome_;
  }
  void set_outcome(Outcome outcome) {
    const std::lock_guard lock(mutex_);
    outcome_ = std::move(outcome);
  }
  void client_has_seen_the_end() {
    {
      const std::lock_guard lock(mutex_);
      outcome_.seen_by_client = rung_ = true;
    }
    bell_.notify_all();
  }

 private:
  const JobFacts facts_;
  mutable std::mutex mutex_;
  std::condition_variable bell_;
  bool rung_ = false;                              // guarded by mutex_
  std::unique_ptr<schedule::JobMachine> machine_;  // guarded by mutex_
  std::vector<engine::PlannedSplit> splits_;       // constant after begin()
  Outcome outcome_;                                // guarded by mutex_
};

}  // namespace mammoth::mapreduce::app_master
