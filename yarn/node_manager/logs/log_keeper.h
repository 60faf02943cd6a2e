// What becomes of the containers' logs when an application has ended: with aggregation they go to
// the file system of the cluster in one file for this node, which `yarn logs` reads, and leave this
// node (Hadoop: AppLogAggregatorImpl, LogAggregationTFileController); without, they stay for a
// while (Hadoop: NonAggregatingLogHandler).
//
//   ROOT/USER/bucket-SUFFIX-tfile/NNNN/APPLICATION/HOST_PORT     NNNN: the application's number
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "common/async/task.h"
#include "common/config/configuration.h"
#include "common/hdfs/file_system.h"
#include "yarn/node_manager/containers/containers.h"

namespace mammoth::yarn::node {

struct LogKeeperSettings {
  bool aggregate = false;
  std::string remote_root = "/tmp/logs";
  std::string suffix = "logs";
  std::int64_t retain_ms = 10'800'000;  // without aggregation
  std::string node_name{};              // HOST_PORT
};

// Thread-safe once start() has been called.
class LogKeeper {
 public:
  LogKeeper(std::vector<std::string> directories, const Configuration& configuration)
      : directories_(std::move(directories)), configuration_(configuration), workers_(2) {}
  ~LogKeeper() { stop(); }

  void start(LogKeeperSettings settings) { settings_ = std::move(settings); }
  // Waits for uploads. Idempotent.
  void stop() { workers_.join(); }

  void end_application(const NodeApplication& application);
  // Removes what has stayed long enough; `now_ms` is monotonic.
  void tick(std::int64_t now_ms);

 private:
  Result<void> upload(const NodeApplication& application);
  void remove(const std::string& application);

  const std::vector<std::string> directories_;
  const Configuration& configuration_;
  LogKeeperSettings settings_;  // constant after start
  std::mutex mutex_;
  std::int64_t now_ms_ = 0;                                // this and the next guarded by mutex_
  std::deque<std::pair<std::int64_t, std::string>> kept_;  // until when, application
  asio::thread_pool workers_;
};

// The node's file for an application.
std::string aggregated_log_path(const LogKeeperSettings& settings, const std::string& user,
                                const std::string& application);

// Writes the logs of every container below `directories` (each DIRECTORY/APPLICATION/CONTAINER/…)
// as one TFile.
Result<void> write_aggregated_logs(hdfs::FileWriter& file,
                                   const std::vector<std::string>& directories,
                                   const NodeApplication& application);

}  // namespace mammoth::yarn::node
