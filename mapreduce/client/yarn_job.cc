#include "mapreduce/client/yarn_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "common/base/log.h"
#include "common/security/credentials.h"
#include "common/security/random_bytes.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/files.h"
#include "mapreduce/client/job_setup.h"
#include "mapreduce/staging/staging.h"
#include "mapreduce/task/job_classes.h"
#include "mapreduce/task/job_file.h"
#include "mapreduce/task/split_files.h"
#include "mapreduce/umbilical/job_token.h"

namespace mammoth::mapreduce::engine {

namespace {

constexpr std::size_t kStageBytes = 1 << 20;
constexpr std::chrono::milliseconds kWatchPause{100};
constexpr std::uint16_t kPrivate = 0700;
constexpr std::size_t kShuffleSecretBytes = 8;

std::shared_ptr<yarn::ApplicationClient> connected(const Configuration& configuration) {
  return std::make_shared<yarn::ApplicationClient>(configuration.properties());
}

std::string new_application(yarn::ApplicationClient& client) {
  return orRaise(client.new_application()).id;
}

// What the one who submits holds: tokens for HDFS where that wants some.
std::string own_credentials() {
  security::Credentials credentials;
  const char* path = std::getenv("HADOOP_TOKEN_FILE_LOCATION");
  if (path != nullptr && *path != '\0') {
    std::ifstream file(path, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(file), {});
    credentials = orRaise(security::decode_credentials(bytes));
  }
  // Drawn here, so that outputs of maps outlive the master under which they ran.
  credentials.add_secret(umbilical::kShuffleSecretAlias,
                         security::system_random()(kShuffleSecretBytes));
  return security::encode_credentials(credentials);
}

void write_file(const Files& files, const std::string& path, const std::string& bytes) {
  const auto writer = files.create(path, true);
  orRaise(writer->write(std::as_bytes(std::span(bytes))));
  orRaise(writer->close());
}

}  // namespace

JobID jobOfApplication(const std::string& application) {
  const std::size_t first = application.find('_');
  const std::size_t second = application.rfind('_');
  return {application.substr(first + 1, second - first - 1), std::atoi(&application[second + 1])};
}

YarnJob::YarnJob(Configuration& configuration)
    : configuration_(configuration),
      client_(connected(configuration)),
      application_(new_application(*client_)),
      id_(jobOfApplication(application_)),
      watch_(configuration_, client_, application_, id_) {
  const JobClasses classes(configuration_);
  JobContext context(configuration_, id_);
  classes.outputFormat()->checkOutputSpecs(context);
}

YarnJob::~YarnJob() = default;

void YarnJob::start() {
  directory_ = joined(staging::stagingDirectory(configuration_, client_->user()), id_.toString());
  configuration_.set(staging::kJobDirKey, directory_);
  configuration_.set(staging::kUserKey, client_->user());
  configuration_.setIfUnset(staging::kProgramDirKey,
                            std::filesystem::canonical("/proc/self/exe").parent_path().string());
  try {
    stageFiles();
    submit();
  } catch (...) {
    Files(configuration_).remove(directory_);
    throw;
  }
}

void YarnJob::stageFiles() {
  const Files files(configuration_);
  const Files::Place place = files.at(directory_);
  orRaise(place.file_system->mkdirs(place.path, kPrivate));
  stageLibrary();
  stageCacheFiles();
  stageSplits();
  write_file(files, joined(directory_, staging::kJobFile), encodeJobFile(configuration_));
}

// Copies a file of this machine; answers where it is now.
std::string YarnJob::stage(const std::string& local, const std::string& directory) {
  const Files files(configuration_);
  const std::string target = joined(directory, baseName(local));
  const auto reader = files.open("file://" + local);
  const auto writer = files.create(target, true);
  std::string buffer(kStageBytes, '\0');
  const auto bytes = std::as_writable_bytes(std::span(buffer));
  while (const std::size_t count = orRaise(reader->read(bytes)))
    orRaise(writer->write(bytes.first(count)));
  orRaise(writer->close());
  return files.qualified(target);
}

void YarnJob::stageLibrary() {
  if (!jobLibrary().empty())
    configuration_.set("mapreduce.job.jar", stage(jobLibrary(), directory_));
}

void YarnJob::stageCacheFiles() {
  std::vector<std::string> staged;
  for (const std::string& uri : configuration_.getStrings("mapreduce.job.cache.files")) {
    const std::size_t fragment = std::min(uri.find('#'), uri.size());
    const std::string path = uri.substr(0, fragment);
    if (!path.starts_with("file:")) {
      staged.push_back(uri);
      continue;
    }
    const Files::Place place = Files(configuration_).at(path);
    staged.push_back(stage(place.path, joined(directory_, "files")) + uri.substr(fragment));
  }
  if (!staged.empty()) configuration_.setStrings("mapreduce.job.cache.files", staged);
}

void YarnJob::stageSplits() {
  const Files files(configuration_);
  const JobClasses classes(configuration_);
  JobContext context(configuration_, id_);
  const std::vector<PlannedSplit> splits = computeSplits(classes, context);
  log::info("mapreduce.JobSubmitter", "number of splits:{}", splits.size());
  configuration_.setInt("mapreduce.job.maps", static_cast<int>(splits.size()));
  const int hosts = configuration_.getInt("mapreduce.job.max.split.locations", 15);
  const SplitFiles encoded = encodeSplits(splits, static_cast<std::size_t>(std::max(hosts, 0)));
  write_file(files, joined(directory_, staging::kSplitFile), encoded.splits);
  write_file(files, joined(directory_, staging::kSplitMetaFile), encoded.metadata);
}

void YarnJob::submit() {
  yarn::Submission submission;
  submission.id = application_;
  submission.name = configuration_.get("mapreduce.job.name", "N/A");
  submission.type = "MAPREDUCE";
  submission.queue = configuration_.get("mapreduce.job.queuename", "default");
  submission.max_attempts = configuration_.getInt("mapreduce.am.max-attempts", 2);
  submission.master = {configuration_.getInt("yarn.app.mapreduce.am.resource.mb", 1536),
                       configuration_.getInt("yarn.app.mapreduce.am.resource.cpu-vcores", 1)};
  submission.tags = configuration_.getStrings("mapreduce.job.tags");
  submission.launch.resources = staging::containerResources(configuration_);
  submission.launch.environment =
      staging::containerEnvironment(configuration_, "yarn.app.mapreduce.am.env");
  submission.launch.commands = {staging::programPath(configuration_, "mapreduce-appmaster"),
                                "1><LOG_DIR>/stdout", "2><LOG_DIR>/stderr"};
  submission.launch.credentials = own_credentials();
  orRaise(client_->submit(submission));
  log::info("impl.YarnClientImpl", "Submitted application {}", application_);
  const yarn::ApplicationReport report = orRaise(client_->report(application_));
  if (report.state == yarn::ApplicationState::kFailed ||
      report.state == yarn::ApplicationState::kKilled)
    throw IOException("Failed to run job : " + report.diagnostics);
  tracking_url_ = report.tracking_url;
}

bool YarnJob::wait(int timeout_ms) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  for (;;) {
    watch_.refresh();
    if (watch_.status().is_over) return true;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    std::this_thread::sleep_for(std::min(left, kWatchPause));
  }
}

void YarnJob::kill() {
  watch_.kill();
}

}  // namespace mammoth::mapreduce::engine
