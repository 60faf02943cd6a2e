#include "mapreduce/app_master/job_files.h"

#include <fmt/format.h>

#include "common/base/log.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/files.h"
#include "mapreduce/staging/staging.h"

namespace mammoth::mapreduce::app_master {

namespace {

constexpr std::uint64_t kMaxSplitBytes = 512ULL << 20;

std::string job_path(const Configuration& configuration, const char* name) {
  return engine::joined(configuration.get(staging::kJobDirKey, ""), name);
}

}  // namespace

std::vector<engine::PlannedSplit> read_splits(const Configuration& configuration) {
  const engine::Files files(configuration);
  const auto most = static_cast<std::uint64_t>(
      configuration.getLong("mapreduce.job.split.metainfo.maxsize", 10'000'000));
  const std::string metadata = files.readAll(job_path(configuration, staging::kSplitMetaFile),
                                             most == 0 ? kMaxSplitBytes : most);
  return engine::decodeSplits(
      files.readAll(job_path(configuration, staging::kSplitFile), kMaxSplitBytes), metadata);
}

void mark(const Configuration& configuration, const char* name) {
  engine::orRaise(
      engine::Files(configuration).create(job_path(configuration, name), true)->close());
}

std::optional<EarlierCommit> commit_of_earlier_attempt(const Configuration& configuration) {
  const engine::Files files(configuration);
  const auto is_there = [&](const char* name) {
    return files.exists(job_path(configuration, name));
  };
  if (is_there(staging::kCommitSuccess))
    return EarlierCommit{schedule::JobState::kSucceeded,
                         "Job commit succeeded in a prior MRAppMaster attempt before it crashed."};
  if (is_there(staging::kCommitFailed))
    return EarlierCommit{schedule::JobState::kFailed,
                         "Job commit failed in a prior MRAppMaster attempt before it crashed. Not "
                         "retrying."};
  if (is_there(staging::kCommitStarted) &&
      configuration.getInt("mapreduce.fileoutputcommitter.algorithm.version", 2) != 2)
    return EarlierCommit{schedule::JobState::kFailed,
                         "Job commit from a prior MRAppMaster attempt is potentially in progress. "
                         "Preventing multiple commit executions"};
  return std::nullopt;
}

void remove_job_files(const Configuration& configuration) {
  const std::string directory = configuration.get(staging::kJobDirKey, "");
  if (directory.empty()) return;
  try {
    engine::Files(configuration).remove(directory);
  } catch (const std::exception& failure) {
    log::warn("v2.app.MRAppMaster", "Failed to cleanup staging dir {}: {}", directory,
              failure.what());
  }
}

std::string history_url(const Configuration& configuration, const JobID& id) {
  const std::string address = configuration.get("mapreduce.jobhistory.webapp.address", "");
  if (address.empty()) return "";
  return fmt::format("http://{}/jobhistory/job/{}", address, id.toString());
}

}  // namespace mammoth::mapreduce::app_master
