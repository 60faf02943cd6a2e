// Whether this node's disks can hold work (Hadoop: LocalDirsHandlerService, DirectoryCollection).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "yarn/node_manager/rpc/node.h"

namespace mammoth::yarn::node {

struct DiskHealthSettings {
  double max_use_percent = 90;
  double min_good_part = 0.25;
};

// Good unless too few of the local or of the log directories are; the report has Hadoop's words.
NodeHealth check_disks(const std::vector<std::string>& local, const std::vector<std::string>& logs,
                       const DiskHealthSettings& settings, std::int64_t now_ms);

}  // namespace mammoth::yarn::node
