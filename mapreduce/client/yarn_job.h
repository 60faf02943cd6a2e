// A job on YARN: its files go to the staging directory, its master to the ResourceManager, and its
// progress comes from the master (Hadoop: JobSubmitter, YARNRunner, ClientServiceDelegate). The
// same on our cluster and on Apache's.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "common/yarn/application_client.h"
#include "mapreduce/api/configuration.h"
#include "mapreduce/client/job_watch.h"
#include "mapreduce/client/running_job.h"

namespace mammoth::mapreduce::engine {

// Used by one thread.
class YarnJob final : public RunningJob {
 public:
  // Checks output and types, and asks the ResourceManager for a number. `configuration` becomes the
  // job's: what the job takes along is added to it.
  explicit YarnJob(Configuration& configuration);
  ~YarnJob() override;

  const JobID& id() const override { return id_; }
  // Leaves the job's files, and submits it.
  void start() override;
  std::string trackingUrl() const override { return tracking_url_; }
  bool isComplete() const override { return watch_.status().is_over; }
  bool wait(int timeout_ms) override;
  void kill() override;
  float mapProgress() const override { return watch_.status().map_progress; }
  float reduceProgress() const override { return watch_.status().reduce_progress; }
  bool isSuccessful() const override { return watch_.status().state == "SUCCEEDED"; }
  std::string finalState() const override { return watch_.status().state; }
  std::string failure() const override { return watch_.status().diagnostics; }
  const Counters& counters() const override { return watch_.counters(); }

 private:
  void stageFiles();
  void stageLibrary();
  void stageCacheFiles();
  void stageSplits();
  void submit();
  std::string stage(const std::string& local, const std::string& directory);

  Configuration& configuration_;
  std::shared_ptr<yarn::ApplicationClient> client_;
  const std::string application_;
  const JobID id_;
  std::string directory_;  // of the job's files
  std::string tracking_url_;
  JobWatch watch_;
};

// "application_1_0001" is job_1_0001.
JobID jobOfApplication(const std::string& application);

}  // namespace mammoth::mapreduce::engine
