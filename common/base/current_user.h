// Who this process is towards a cluster without authentication (Hadoop: UserGroupInformation).
#pragma once

#include <string>

namespace mammoth {

// HADOOP_USER_NAME, else the name of the effective user of the operating system, else its number.
std::string current_user();

}  // namespace mammoth
