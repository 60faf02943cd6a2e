// spark://host:port: executors come from a standalone cluster's master (Spark:
// StandaloneAppClient). When the master is gone the application goes on with the executors it has.
#pragma once

#include <optional>
#include <thread>

#include "spark-core/driver/executor_launcher.h"
#include "spark-core/driver/master_url.h"
#include "spark-core/executor/settings.h"
#include "spark-core/net/outbox.h"

namespace mammoth::spark {

class StandaloneLauncher final : public ExecutorLauncher {
 public:
  StandaloneLauncher(const Settings& settings, const Master& master);
  ~StandaloneLauncher() override { stop(); }

  // Throws SparkException ("All masters are unresponsive! Giving up.") when the master cannot be
  // reached or does not take this driver.
  void start(const ExecutorSpec& pattern, LauncherEvents events) override;
  std::string application_id() const override { return application_id_; }
  int expected_cores() const override { return 0; }
  void joined(const std::string& executor) override;
  void kill(const std::string& executor) override;
  void expect_end() override { stop(); }
  void stop() override;

 private:
  void listen();

  const Settings settings_;
  const Master master_;
  LauncherEvents events_;
  std::string application_id_;
  std::optional<net::Socket> socket_;
  std::unique_ptr<net::Outbox> outbox_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

// The secret that a standalone cluster's parties share: spark.authenticate.secret, else the contents
// of spark.authenticate.secret.file, else a file of the user's own that the first to look makes
// (~/.mammoth/spark-secret, for clusters on one machine).
std::string cluster_secret(const Settings& settings);

}  // namespace mammoth::spark
