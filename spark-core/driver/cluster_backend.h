// Tasks in executor processes (Spark: CoarseGrainedSchedulerBackend): one port of the driver, where
// executors register, report and ask (remote/messages.h), and where they fetch what the driver has
// for them: broadcasts, the job's library, files (blocks/block_server.h).
//
// An executor is lost when its connection ends, when it has been silent for spark.network.timeout,
// or when its launcher says so; the launcher's words are waited for a moment, since they say why.
#pragma once

#include <map>

#include "spark-core/driver/executor_launcher.h"
#include "spark-core/driver/executor_link.h"
#include "spark-core/driver/task_backend.h"
#include "spark-core/executor/settings.h"
#include "spark-core/net/server.h"

namespace mammoth::spark {

class ClusterBackend final : public TaskBackend {
 public:
  // `bind` is the host that executors reach this process at.
  ClusterBackend(const Settings& settings, const std::string& bind,
                 std::unique_ptr<ExecutorLauncher> launcher, BackendEvents events);
  ~ClusterBackend() override;

  void start() override;
  void wait_until_ready() override;
  void job_begins(const NodePtr& last) override;
  void stop() override;
  void launch(const scheduler::TaskDescription& task) override;
  bool kill(scheduler::TaskId task, const std::string& executor_id, bool interrupt,
            const std::string& reason) override;
  bool kill_executor(const std::string& executor_id, const std::string& reason) override;
  OutputPlace place_of(const std::string& executor) const override;
  int default_parallelism() const override;
  std::string application_id() const override { return launcher_->application_id(); }
  void remove_rdd(int rdd) override;
  void add_broadcast(std::uint64_t id, const BroadcastOps& ops, const void* value) override;
  void remove_broadcast(std::uint64_t id) override;

 private:
  using LinkPtr = std::shared_ptr<ExecutorLink>;
  void serve(net::Socket& socket);
  void attend(net::Socket& socket, const RegisterExecutor& who);
  void handle(ExecutorLink& link, const net::Frame& frame);
  BlockPlaces places_of(const AskBlock& asked, const std::string& asker) const;
  void task_ended(ExecutorLink& link, TaskEnded message);
  void exited(const std::string& id, scheduler::ExecutorLoss loss);
  void lost(const LinkPtr& link, const std::string& last_words);
  LinkPtr link(const std::string& executor) const;
  void post_to_all(Message kind, const std::string& body);
  void offer_library_and_files(ExecutorSpec& pattern);
  void wait_for_executors();
  void watch(const std::stop_token& stop);

  const Settings settings_;
  const BackendEvents events_;
  const std::string bind_;
  const std::string secret_;
  const std::string directory_;  // of the application on this machine
  const std::size_t most_message_bytes_;
  LocalFiles files_;
  const std::unique_ptr<ExecutorLauncher> launcher_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::map<std::string, LinkPtr> links_;
  std::map<std::string, scheduler::ExecutorLoss> exits_;
  int cores_ = 0;
  bool told_hosts_ = false;
  bool stopping_ = false;
  bool failed_ = false;
  std::unique_ptr<net::Server> server_;
  std::jthread watcher_;
};

}  // namespace mammoth::spark
