#include "mapreduce/client/job_setup.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <numeric>
#include <random>
#include <utility>

#include "common/base/log.h"
#include "common/hdfs/path.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/files.h"

namespace mammoth::mapreduce::engine {

namespace {

constexpr std::size_t kCopyBytes = 1 << 20;

std::string user_name() {
  const char* user = std::getenv("HADOOP_USER_NAME");
  if (user == nullptr) user = std::getenv("USER");
  return user == nullptr ? std::to_string(::getuid()) : user;
}

void copy_to_local(const Files& files, const std::string& from, const std::string& to) {
  const auto reader = files.open(from);
  const auto writer = files.create("file://" + to, true);
  std::string buffer(kCopyBytes, '\0');
  const auto bytes = std::as_writable_bytes(std::span(buffer));
  while (const std::size_t count = orRaise(reader->read(bytes)))
    orRaise(writer->write(bytes.first(count)));
  orRaise(writer->close());
}

}  // namespace

std::vector<PlannedSplit> computeSplits(const JobClasses& classes, JobContext& context) {
  InputFormatBase::Splits splits = classes.inputFormat()->getSplits(context);
  std::vector<std::size_t> order(splits.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t at) {
    return std::pair(UINT64_MAX - splits[at]->getLength(), at);
  });
  std::vector<PlannedSplit> all;
  for (const std::size_t at : order)
    all.push_back({{splits[at]->className(), splits[at]->serialize()},
                   splits[at]->getLocations(),
                   splits[at]->getLength()});
  return all;
}

std::string localDirectory(const Configuration& configuration) {
  const std::vector<std::string> all = configuration.getStrings("mapreduce.cluster.local.dir");
  std::string first =
      all.empty()
          ? configuration.get("hadoop.tmp.dir", "/tmp/hadoop-" + user_name()) + "/mapred/local"
          : all.front();
  if (first.starts_with("file:")) first = orRaise(hdfs::Path::parse(first)).path();
  return fmt::format("{}/localRunner/{}", first, user_name());
}

namespace {
std::string job_library_path;
}

void setJobLibrary(std::string path) {
  job_library_path = std::move(path);
}
const std::string& jobLibrary() {
  return job_library_path;
}

std::string localIdentifier() {
  std::random_device random;
  return fmt::format("local{}", random() & 0x7fffffff);
}

CacheFiles::CacheFiles(Configuration& configuration, const std::string& job) {
  const std::vector<std::string> files = configuration.getStrings("mapreduce.job.cache.files");
  if (files.empty()) return;
  directory_ = localDirectory(configuration) + "/cache/" + job;
  std::filesystem::create_directories(directory_);
  for (const std::string& uri : files) localize(configuration, uri);
}

void CacheFiles::localize(const Configuration& configuration, const std::string& uri) {
  const std::size_t fragment = uri.find('#');
  const std::string path = uri.substr(0, fragment);
  const std::string name =
      fragment == std::string::npos ? baseName(path) : uri.substr(fragment + 1);
  if (name.empty() || name.find('/') != std::string::npos)
    throw IllegalArgumentException("not a name for a cache file: " + uri);
  const Files files(configuration);
  const Files::Place place = files.at(path);
  std::string local = place.path;
  if (place.file_system->scheme() != "file") {
    local = directory_ + "/" + name;
    copy_to_local(files, path, local);
  } else if (!std::filesystem::exists(local)) {
    throw Exception("java.io.FileNotFoundException", "File does not exist: " + place.uri);
  }
  const std::string link = (std::filesystem::current_path() / name).string();
  if (link == local) return;
  std::error_code failure;
  if (std::filesystem::exists(std::filesystem::symlink_status(link, failure))) {
    log::warn("mapred.LocalDistributedCacheManager",
              "Failed to create symlink: {} <- {}: it exists already", local, link);
    return;
  }
  std::filesystem::create_symlink(local, link);
  links_.push_back(link);
}

CacheFiles::~CacheFiles() {
  std::error_code ignored;
  for (const std::string& link : links_) std::filesystem::remove(link, ignored);
  if (!directory_.empty()) std::filesystem::remove_all(directory_, ignored);
}

}  // namespace mammoth::mapreduce::engine
