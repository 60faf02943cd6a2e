// A worker of a standalone cluster (Spark: Worker, ExecutorRunner, DriverRunner): offers its machine's
// cores and memory to the master, runs executors below its work directory, WORK/APPLICATION/EXECUTOR,
// and drivers in WORK/DRIVER, where their stdout and stderr stay. When the master is gone it asks
// again until it is back; executors live on, for they end with their driver.
#pragma once

#include <map>
#include <thread>

#include "spark-core/deploy/messages.h"
#include "spark-core/net/outbox.h"
#include "spark-core/remote/child_process.h"

namespace mammoth::spark::deploy {

struct WorkerOptions {
  std::string master_host{};
  int master_port = 7077;
  std::string secret{};
  std::string host = "127.0.0.1";
  int cores = 1;
  std::uint64_t memory_bytes = 0;
  std::string work_directory{};
  LocalRoots local_directories{};  // for the block files of executors; none: in their work directories
  std::chrono::milliseconds heartbeat{15'000};
  std::chrono::milliseconds retry{1'000};
};

class Worker {
 public:
  explicit Worker(WorkerOptions options);
  ~Worker();  // ends its executors
  bool registered() const { return registered_; }

 private:
  struct Runner {
    std::unique_ptr<ChildProcess> process;
    std::atomic<bool> killed{false};
    std::thread thread;
    std::atomic<bool> done{false};
  };
  using Name = std::pair<std::string, int>;
  static constexpr int kDriver = -1;  // instead of an executor's number

  void run(const std::stop_token& stop);
  void converse(const std::stop_token& stop);
  void handle(const net::Frame& frame);
  void launch(const LaunchExecutor& order);
  void run_executor(const LaunchExecutor& order, Runner& runner);
  void start_runner(const Name& name, std::function<void(Runner& runner)> run);
  void launch_driver(const LaunchDriver& order);
  void run_driver(const LaunchDriver& order, Runner& runner);
  ChildEnd run_driver_once(const LaunchDriver& order, Runner& runner);
  void kill(const Name& name);
  void application_finished(const std::string& application);
  void report(Message kind, std::string body);
  void forget_ended();
  std::string directory_of(const std::string& application) const;

  const WorkerOptions options_;
  std::atomic<bool> registered_{false};
  std::mutex mutex_;
  // Guarded by mutex_.
  std::map<Name, std::unique_ptr<Runner>> runners_;
  net::Outbox* master_ = nullptr;
  bool stopping_ = false;
  std::condition_variable stopped_;  // or a driver was killed
  std::jthread thread_;
};

}  // namespace mammoth::spark::deploy
