#include "common/hdfs/user_identity.h"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <array>

namespace mammoth::hdfs {

std::string primary_group(const std::string& user) {
  std::array<char, 16384> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (getpwnam_r(user.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
    return user;
  group group_entry{};
  group* of = nullptr;
  const gid_t id = found->pw_gid;
  if (getgrgid_r(id, &group_entry, buffer.data(), buffer.size(), &of) != 0 || !of) return user;
  return of->gr_name;
}

}  // namespace mammoth::hdfs
