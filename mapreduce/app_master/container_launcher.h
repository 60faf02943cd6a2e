// Starts and stops containers on threads of its own, so that a node that does not answer holds up
// nothing else (Hadoop: ContainerLauncherImpl).
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "common/yarn/node_managers.h"
#include "mapreduce/app_master/shared_job.h"

namespace mammoth::mapreduce::app_master {

class ContainerLauncher {
 public:
  // Makes what an attempt's container is started with.
  using MakeLaunch = std::function<yarn::Launch(const schedule::AttemptKey&)>;

  ContainerLauncher(SharedJob& job, yarn::NodeManagers& nodes, MakeLaunch make, int threads);
  ~ContainerLauncher();  // what waits is not done any more

  void launch(schedule::LaunchAttempt order);
  void stop(schedule::StopContainer order);

 private:
  void work();
  void post(std::function<void()> job);
  void carry_out(const schedule::LaunchAttempt& order);

  SharedJob& job_;
  yarn::NodeManagers& nodes_;
  const MakeLaunch make_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;  // guarded by mutex_
  bool stopping_ = false;                      // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace mammoth::mapreduce::app_master
