// local-cluster[n,cores,memory]: executor processes that this process starts, n at a time; one that
// ends is replaced, until ten in a row have ended before they registered (Spark: LocalSparkCluster).
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "spark-core/driver/executor_launcher.h"
#include "spark-core/remote/child_process.h"

namespace mammoth::spark {

class LocalClusterLauncher final : public ExecutorLauncher {
 public:
  LocalClusterLauncher(int executors, int cores) : executors_(executors), cores_(cores) {}
  ~LocalClusterLauncher() override { stop(); }

  void start(const ExecutorSpec& pattern, LauncherEvents events) override;
  int expected_cores() const override { return executors_ * cores_; }
  void joined(const std::string& executor) override;
  void kill(const std::string& executor) override;
  void expect_end() override;
  void stop() override;

 private:
  void keep_running();  // one executor at a time
  ChildEnd run_one(const std::string& id);

  const int executors_;
  const int cores_;
  ExecutorSpec pattern_;
  LauncherEvents events_;
  std::mutex mutex_;
  // Guarded by mutex_.
  std::map<std::string, ChildProcess*> running_;
  std::set<std::string> joined_;
  bool stopping_ = false;
  int next_id_ = 0;
  int failures_in_a_row_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace mammoth::spark
