// A local directory as the configuration writes it: /path, file:///path, [SSD]file:///path
// (org.apache.hadoop.hdfs.server.datanode.StorageLocation).
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth {

struct StorageDirectory {
  std::string path;                   // absolute
  std::string storage_type = "DISK";  // Hadoop's name: DISK, SSD, ARCHIVE, RAM_DISK, NVDIMM

  bool operator==(const StorageDirectory&) const = default;
};

// Storage types are read in any case; %20 and the like stand for bytes in URIs only. Refusals
// (kIllegalArgument): a relative path, another scheme or a host, an unknown storage type.
Result<StorageDirectory> parse_storage_directory(std::string_view text);

}  // namespace mammoth
