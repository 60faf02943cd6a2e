// --master yarn: executors run in containers of a YARN cluster, Apache's or ours.
//
// Client mode: the driver is this process; a small master of its own (on_yarn::run_executor_master)
// gets the containers and tells over a connection to the driver's port what becomes of them. Cluster
// mode: the driver runs in the master's container, so that both are one process.
//
// Executors are asked for when the first job begins, since it tells on which hosts the data is.
#pragma once

#include <optional>
#include <thread>

#include "common/yarn/application_client.h"
#include "spark-core/driver/executor_launcher.h"
#include "spark-core/executor/settings.h"
#include "spark-core/net/outbox.h"
#include "spark-core/yarn/driver_container.h"
#include "spark-core/yarn/product.h"

namespace mammoth::spark {

class YarnClientLauncher final : public ExecutorLauncher {
 public:
  explicit YarnClientLauncher(const Settings& settings);
  ~YarnClientLauncher() override { stop(); }

  // Answers once the master runs and has called. Throws SparkException when YARN refuses, or when the
  // application has ended before that.
  void start(const ExecutorSpec& pattern, LauncherEvents events) override;
  std::string application_id() const override { return application_id_; }
  int expected_cores() const override;
  bool waits_for_hosts() const override { return true; }
  void prefer(const std::map<std::string, int>& hosts) override;
  bool attend(net::Socket& socket, const net::Frame& first) override;
  void kill(const std::string& executor) override;
  void expect_end() override;
  void stop() override;

 private:
  yarn::Submission submission(const ExecutorSpec& pattern);
  void wait_for_master();
  void post(on_yarn::Message kind, std::string body);
  void handle(const net::Frame& frame);
  void watch(const std::stop_token& stop);

  const Settings settings_;
  const Configuration configuration_;
  LauncherEvents events_;
  std::string application_id_;
  std::optional<yarn::ApplicationClient> client_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::shared_ptr<net::Outbox> master_;
  bool called_ = false;
  bool stopping_ = false;
  std::jthread watcher_;
};

class YarnMasterLauncher final : public ExecutorLauncher {
 public:
  // `container` outlives it.
  YarnMasterLauncher(const Settings& settings, on_yarn::DriverContainer& container)
      : settings_(settings), container_(container) {}
  ~YarnMasterLauncher() override { stop(); }
  void start(const ExecutorSpec& pattern, LauncherEvents events) override;
  std::string application_id() const override { return container_.self().application; }
  int expected_cores() const override;
  bool waits_for_hosts() const override { return true; }
  void prefer(const std::map<std::string, int>& hosts) override;
  void kill(const std::string& executor) override { container_.allocator().kill(executor); }
  void expect_end() override { container_.allocator().want({}); }
  void stop() override;

 private:
  const Settings settings_;
  on_yarn::DriverContainer& container_;
};

// The one that the settings ask for.
std::unique_ptr<ExecutorLauncher> yarn_launcher(const Settings& settings);
// Where executors reach this driver.
std::string yarn_driver_host(const Settings& settings);

}  // namespace mammoth::spark
