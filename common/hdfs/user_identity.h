// Users of this machine (Hadoop: UserGroupInformation, ShellBasedUnixGroupsMapping).
#pragma once

#include <string>

#include "common/base/current_user.h"

namespace mammoth::hdfs {

using mammoth::current_user;

// The first of his groups on this machine; his own name where it knows none.
std::string primary_group(const std::string& user);

}  // namespace mammoth::hdfs
