// The file systems of a process by URI, opened when they are first asked for. Thread-safe. Failures
// are SparkException with Hadoop's messages.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "common/config/configuration.h"
#include "common/hdfs/file_system.h"
#include "common/hdfs/path.h"
#include "spark-core/plan/code_ref.h"

namespace mammoth::spark {

// A path of the user's and the file system it is on.
struct LocatedPath {
  std::shared_ptr<hdfs::FileSystem> file_system;
  std::string path;  // absolute in it, perhaps with wildcards
  std::string uri;   // of the file system, "hdfs://host:port", "file:"

  std::string qualified(std::string_view of) const { return uri + std::string(of); }
};

class FileSystems {
 public:
  explicit FileSystems(const Configuration& configuration) : configuration_(configuration) {}
  // Relative paths are the user's home's on HDFS, the working directory's on local disks.
  LocatedPath locate(const std::string& path);

 private:
  const Configuration configuration_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<hdfs::FileSystem>> open_;  // guarded by mutex_
};

// What a file system answers; its refusal is the task's failure.
template <class T>
T must(Result<T>&& result) {
  if (!result) throw SparkException(result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace mammoth::spark
