// What only tools ask about a file (Hadoop: DistributedFileSystem's methods of these names). Calls
// block; refusals are the NameNode's.
#pragma once

#include <string>

#include "common/base/result.h"
#include "common/hdfs/namenode_proxy.h"

namespace mammoth::hdfs {

// Takes the file away from its writer. True: it is closed; false: its last block is being
// recovered.
Result<bool> recover_lease(NamenodeProxy& namenode, const std::string& path);
Result<bool> is_file_closed(NamenodeProxy& namenode, const std::string& path);
// Has its blocks moved to where its storage policy wants them.
Result<void> satisfy_storage_policy(NamenodeProxy& namenode, const std::string& path);

}  // namespace mammoth::hdfs
