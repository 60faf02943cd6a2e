// Job: from its set-up to the end of waitForCompletion, with the console of Hadoop's client.
#include "mapreduce/api/job.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/base/log.h"
#include "mapreduce/api/files.h"
#include "mapreduce/client/job_setup.h"
#include "mapreduce/client/local_job.h"
#include "mapreduce/client/yarn_job.h"

namespace mammoth::mapreduce {

namespace {

constexpr std::string_view kConsole = "mapreduce.Job";

int percent(float progress) {
  return static_cast<int>(progress * 100 + 1e-4F);
}

}  // namespace

struct Job::Running {
  std::unique_ptr<engine::CacheFiles> cache_files;
  std::unique_ptr<engine::RunningJob> job;
  bool is_local = true;
};

Job::Job(Configuration configuration)
    : JobContext(std::move(configuration), {engine::localIdentifier(), 1}) {}
Job::Job(Job&&) noexcept = default;
Job::~Job() = default;

Job Job::getInstance(const Configuration& configuration, const std::string& name) {
  Job job(configuration);
  if (!name.empty()) job.setJobName(name);
  return job;
}

void Job::addCacheFile(const std::string& uri) {
  const std::string before = configuration_.get("mapreduce.job.cache.files", "");
  const std::size_t fragment = std::min(uri.find('#'), uri.size());
  const std::string full =
      engine::Files(configuration_).qualified(uri.substr(0, fragment)) + uri.substr(fragment);
  configuration_.set("mapreduce.job.cache.files", before.empty() ? full : before + "," + full);
}

void Job::submit() {
  const std::string framework = configuration_.get("mapreduce.framework.name", "local");
  if (framework != "local" && framework != "yarn")
    throw IOException(
        "Cannot initialize Cluster. Please check your configuration for mapreduce.framework.name "
        "and the correspond server addresses.");
  for (const std::string& file : configuration_.getStrings("tmpfiles")) addCacheFile(file);
  configuration_.set("tmpfiles", "");
  auto running = std::make_unique<Running>();
  running->is_local = framework == "local";
  if (running->is_local) {
    running->cache_files = std::make_unique<engine::CacheFiles>(configuration_, id_.toString());
    running->job = std::make_unique<engine::LocalJob>(configuration_, id_);
  } else {
    running->job = std::make_unique<engine::YarnJob>(configuration_);
    id_ = running->job->id();
  }
  log::info("mapreduce.JobSubmitter", "Submitting tokens for job: {}", id_.toString());
  log::info("mapreduce.JobSubmitter", "Executing with tokens: []");
  running->job->start();
  running_ = std::move(running);
  log::info(kConsole, "The url to track the job: {}", running_->job->trackingUrl());
}

bool Job::waitForCompletion(bool verbose) {
  if (running_ == nullptr) submit();
  engine::RunningJob& job = *running_->job;
  if (verbose) {
    log::info(kConsole, "Running job: {}", id_.toString());
    log::info(kConsole, "Job {} running in uber mode : false", id_.toString());
  }
  const int interval_ms =
      std::max(configuration_.getInt("mapreduce.client.progressmonitor.pollinterval", 1000), 1);
  std::string last;
  for (bool complete = false; !complete;) {
    complete = job.wait(interval_ms);
    const std::string report = fmt::format(" map {}% reduce {}%", percent(job.mapProgress()),
                                           percent(job.reduceProgress()));
    if (verbose && report != last) log::info(kConsole, "{}", report);
    last = report;
  }
  if (!job.isSuccessful() && running_->is_local)
    log::warn("mapred.LocalJobRunner", "{}\njava.lang.Exception: {}", id_.toString(),
              job.failure());
  if (verbose) {
    if (job.isSuccessful())
      log::info(kConsole, "Job {} completed successfully", id_.toString());
    else
      log::info(kConsole, "Job {} failed with state {} due to: {}", id_.toString(),
                job.finalState(), running_->is_local ? "NA" : job.failure());
    log::info(kConsole, "{}", job.counters().toString());
  }
  running_->cache_files.reset();
  return job.isSuccessful();
}

bool Job::isComplete() const {
  return running_ != nullptr && running_->job->isComplete();
}
bool Job::isSuccessful() const {
  return isComplete() && running_->job->isSuccessful();
}
void Job::killJob() {
  if (running_ != nullptr) running_->job->kill();
}
float Job::mapProgress() const {
  return running_ == nullptr ? 0 : running_->job->mapProgress();
}
float Job::reduceProgress() const {
  return running_ == nullptr ? 0 : running_->job->reduceProgress();
}
const Counters& Job::getCounters() const {
  static const Counters none;
  return running_ == nullptr ? none : running_->job->counters();
}
std::string Job::getFailureInfo() const {
  return running_ == nullptr ? "" : running_->job->failure();
}

}  // namespace mammoth::mapreduce
