#include "common/base/current_user.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace mammoth {

std::string current_user() {
  if (const char* name = std::getenv("HADOOP_USER_NAME"); name && *name) return name;
  std::vector<char> buffer(16 << 10);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found)
    return found->pw_name;
  return std::to_string(::geteuid());
}

}  // namespace mammoth
