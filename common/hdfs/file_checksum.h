// The checksum of a whole file, composed of what DataNodes say of their blocks (Hadoop:
// FileChecksumHelper). Two files with equal bytes, chunk and block size have equal ones, on any
// cluster.
#pragma once

#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/hdfs/file_status.h"
#include "common/hdfs/hdfs_client.h"

namespace mammoth::hdfs {

// Nothing when the file has no checksums at all.
Result<std::optional<FileChecksum>> file_checksum(HdfsClient& client, const std::string& path);

}  // namespace mammoth::hdfs
