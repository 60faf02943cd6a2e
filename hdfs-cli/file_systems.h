// FileSystems: the file systems of one invocation, each opened when it is first used (Hadoop:
// FileSystem.Cache and the rules of FileSystem.get).
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "common/hdfs/file_system.h"
#include "hdfs-cli/environment.h"
#include "hdfs-cli/local_checksums.h"
#include "common/hdfs/path.h"

namespace mammoth::cli {

// The words of common/hdfs/path.h, which every command speaks.
using hdfs::authority_of;
using hdfs::check_file_name;
using hdfs::join_path;
using hdfs::normalize_path;
using hdfs::Path;
using hdfs::path_before;
using hdfs::percent_encoded;
using hdfs::scheme_of;

// Thread-safe.
class FileSystems {
 public:
  using Pointer = std::shared_ptr<hdfs::FileSystem>;

  // `environment` must outlive it.
  explicit FileSystems(const Environment& environment) : environment_(environment) {}

  // By scheme and authority; what is missing comes from fs.defaultFS.
  Result<Pointer> of(const Path& path);
  Result<Pointer> default_one();
  Result<Pointer> local();

  // The directory before relative paths: the process's own for local files, the user's home
  // elsewhere.
  std::string working_directory(const hdfs::FileSystem& file_system) const;
  Path qualify(const hdfs::FileSystem& file_system, const Path& path) const;

  // How local files are treated; to be set before the first is used.
  LocalChecksums& local_checksums() { return local_checksums_; }

 private:
  Result<Pointer> open(const std::string& uri);

  const Environment& environment_;
  LocalChecksums local_checksums_;
  std::mutex mutex_;
  std::map<std::string, Pointer> opened_;  // by "scheme://authority"; guarded by mutex_
};

// fs.defaultFS in its full form: "local" and "host:port", as Hadoop still accepts them, become
// "file:///" and "hdfs://host:port" with a warning.
std::string default_file_system(const Environment& environment);

}  // namespace mammoth::cli
