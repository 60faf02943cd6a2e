#include "common/hdfs/file_system.h"

namespace mammoth::hdfs {

Result<std::vector<FileStatus>> FileSystem::list_all(const std::string& path) {
  std::vector<FileStatus> entries;
  TRY(list(path, [&](const FileStatus& entry) {
    entries.push_back(entry);
    return true;
  }));
  return entries;
}

}  // namespace mammoth::hdfs
