// How a job on YARN is doing, from whoever knows: its master while it runs, the history server or
// the ResourceManager afterwards (Hadoop: ClientServiceDelegate). Also commands to the master.
#pragma once

#include <memory>
#include <string>

#include "common/rpc/blocking_client.h"
#include "common/yarn/application_client.h"
#include "mapreduce/api/configuration.h"
#include "mapreduce/api/counters.h"
#include "mapreduce/api/ids.h"

namespace mammoth::mapreduce::engine {

struct JobStatus {
  bool is_over = false;
  std::string state = "PREP";  // RUNNING, SUCCEEDED, FAILED, KILLED
  std::string diagnostics{};
  float map_progress = 0;
  float reduce_progress = 0;
};

// For one thread.
class JobWatch {
 public:
  JobWatch(const Configuration& configuration, std::shared_ptr<yarn::ApplicationClient> client,
           std::string application, JobID id);
  ~JobWatch();

  // Asks once. Attempts that have failed since the last time are told on the console.
  void refresh();
  const JobStatus& status() const { return status_; }
  const Counters& counters() const { return counters_; }  // of a job that is over
  void kill();

 private:
  struct Master;
  bool ask_master();
  void ask_history();
  void tell_failures();
  void end_by(const yarn::ApplicationReport& report);

  const Configuration configuration_;
  const std::shared_ptr<yarn::ApplicationClient> client_;
  const std::string application_;
  const JobID id_;
  std::unique_ptr<Master> master_;
  JobStatus status_;
  Counters counters_;
  int next_event_ = 0;
};

}  // namespace mammoth::mapreduce::engine
