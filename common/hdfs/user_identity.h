// Who this process is towards a cluster without authentication (Hadoop: UserGroupInformation).
#pragma once

#include <string>

namespace mammoth::hdfs {

// HADOOP_USER_NAME, else the name of the effective user of the operating system, else its number.
std::string current_user();
// The first of his groups on this machine; his own name where it knows none.
std::string primary_group(const std::string& user);

}  // namespace mammoth::hdfs
