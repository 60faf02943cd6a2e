#include "common/hdfs/user_identity.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace mammoth::hdfs {

std::string current_user() {
  if (const char* name = std::getenv("HADOOP_USER_NAME"); name != nullptr && *name != '\0')
    return name;
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> buffer{};
  if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
    return found->pw_name;
  return std::to_string(geteuid());
}

}  // namespace mammoth::hdfs
