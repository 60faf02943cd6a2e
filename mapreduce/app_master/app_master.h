// The master of one job, from its files to its last word (Hadoop: MRAppMaster).
//
// The main thread speaks to the ResourceManager and carries out what the machine wants; tasks and
// clients call on threads of the servers; containers are started and stopped by the launcher's;
// commit and abort, which may take long, run on a thread of their own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "common/async/io_pool.h"
#include "common/rpc/server.h"
#include "common/security/token_sasl.h"
#include "common/yarn/application_master.h"
#include "common/yarn/node_managers.h"
#include "mapreduce/api/output_format.h"
#include "mapreduce/app_master/client_service.h"
#include "mapreduce/app_master/container_launcher.h"
#include "mapreduce/app_master/job_recorder.h"
#include "mapreduce/app_master/umbilical_service.h"
#include "mapreduce/task/job_classes.h"
#include "mapreduce/umbilical/job_token.h"

namespace mammoth::mapreduce::app_master {

class AppMaster {
 public:
  // `configuration` is that of job.xml. Throws where the environment is not a master's.
  AppMaster(yarn::ContainerEnvironment self, Configuration configuration);
  ~AppMaster();

  // Until the job is over and the world knows it. 0 also for a job that failed: its master did not.
  int run();

 private:
  void start_servers();
  // False: the job is over already, because an attempt before this one has committed it or died
  // while it did.
  bool prepare();
  void work();
  void heartbeat();
  void carry_out_actions();
  void finish_output();
  void commit_output();
  void end(schedule::JobState state, const std::string& diagnostics);
  void linger();
  yarn::Launch make_launch(const schedule::AttemptKey& attempt) const;
  float progress() const;

  const yarn::ContainerEnvironment self_;
  Configuration configuration_;
  const JobID id_;
  const int attempt_number_;
  const SystemClock clock_{};
  SharedJob job_;
  const umbilical::JobTokens tokens_;
  security::TokenSaslServers sasl_;
  const std::string shuffle_secret_;

  UmbilicalService umbilical_;
  ClientService clients_;
  rpc::Service umbilical_protocol_;
  rpc::Service client_protocol_;
  IoPool pool_;
  std::unique_ptr<rpc::Server> umbilical_server_;
  std::unique_ptr<rpc::Server> client_server_;

  yarn::NodeManagers nodes_;
  yarn::ApplicationMaster master_;
  std::map<std::string, yarn::LocalResource> resources_;  // of each task's container
  std::string credentials_;                               // the same
  std::unique_ptr<ContainerLauncher> launcher_;
  std::unique_ptr<JobRecorder> recorder_;
  std::optional<engine::JobClasses> classes_;
  std::thread committer_;
  std::int64_t last_heartbeat_ms_ = 0;
};

}  // namespace mammoth::mapreduce::app_master
