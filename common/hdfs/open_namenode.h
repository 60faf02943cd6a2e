// How every client of a NameNode begins, and how its refusals are called.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/hdfs/namenode_proxy.h"

namespace mammoth::hdfs {

// The NameNode of `uri` for the current user (user_identity.h). kIllegalArgument, with Hadoop's
// words, where the scheme is not hdfs. `configuration` is copied.
Result<std::unique_ptr<NamenodeProxy>> open_namenode(std::string_view uri,
                                                     const Configuration& configuration);

}  // namespace mammoth::hdfs
