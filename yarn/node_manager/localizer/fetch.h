// Brings one resource from its file system to this node (Hadoop: FSDownload): checks that it is
// still the file that was meant, copies or unpacks it beside its final place and renames it there.
#pragma once

#include <cstdint>
#include <string>

#include "common/base/result.h"
#include "common/config/configuration.h"
#include "yarn/node_manager/containers/container.h"

namespace mammoth::yarn::node {

struct FetchOrder {
  LocalResource resource;
  std::string user;       // as whom the file is read
  std::string directory;  // that will hold it; does not exist yet
};

struct Fetched {
  std::string path;
  std::uint64_t bytes = 0;
};

// Blocks. Refusals have Hadoop's words: "Resource … changed on src filesystem - expected: …", "…
// is not publicly accessible …", "File does not exist: …". Leaves nothing behind when it fails.
Result<Fetched> fetch(const FetchOrder& order, const Configuration& configuration);

}  // namespace mammoth::yarn::node
