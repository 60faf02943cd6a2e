#include "common/hdfs/file_status.h"

namespace mammoth::hdfs {

std::string FileStatus::name() const {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace mammoth::hdfs
