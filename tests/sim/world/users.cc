// One user and one group, the same on every machine.
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <cstring>

#include "tests/sim/world/real.h"
#include "tests/sim/world/world.h"

namespace mammoth::sim {
namespace {

constexpr uid_t kId = 1000;
char g_name[] = "operator";
char g_group_name[] = "operators";
char g_home[] = "/home/operator";
char g_nothing[] = "";
char* g_nobody[] = {nullptr};

passwd the_user() {
  passwd user{};
  user.pw_name = g_name;
  user.pw_passwd = g_nothing;
  user.pw_uid = user.pw_gid = kId;
  user.pw_gecos = user.pw_shell = g_nothing;
  user.pw_dir = g_home;
  return user;
}

group the_group() {
  return {g_group_name, g_nothing, kId, g_nobody};
}

template <class Entry>
int give(bool there, const Entry& entry, Entry* out, Entry** found) {
  *out = entry;
  *found = there ? out : nullptr;
  return 0;
}

bool is_user(const char* name) {
  return std::strcmp(name, g_name) == 0;
}

}  // namespace
}  // namespace mammoth::sim

using namespace mammoth::sim;  // NOLINT: names of the C library follow

extern "C" {

uid_t geteuid() noexcept {
  return World::here() ? kId : REAL(geteuid)();
}
uid_t getuid() noexcept {
  return World::here() ? kId : REAL(getuid)();
}

int getpwuid_r(uid_t id, passwd* out, char* buffer, size_t bytes, passwd** found) {
  if (!World::here()) return REAL(getpwuid_r)(id, out, buffer, bytes, found);
  return give(id == kId, the_user(), out, found);
}

int getpwnam_r(const char* name, passwd* out, char* buffer, size_t bytes, passwd** found) {
  if (!World::here()) return REAL(getpwnam_r)(name, out, buffer, bytes, found);
  return give(is_user(name), the_user(), out, found);
}

passwd* getpwnam(const char* name) {
  if (!World::here()) return REAL(getpwnam)(name);
  static passwd user;
  user = the_user();
  return is_user(name) ? &user : nullptr;
}

int getgrgid_r(gid_t id, group* out, char* buffer, size_t bytes, group** found) {
  if (!World::here()) return REAL(getgrgid_r)(id, out, buffer, bytes, found);
  return give(id == kId, the_group(), out, found);
}

int getgrouplist(const char* user, gid_t own, gid_t* groups, int* count) {
  if (!World::here()) return REAL(getgrouplist)(user, own, groups, count);
  const bool fits = *count >= 1;
  if (fits) groups[0] = kId;
  *count = 1;
  return fits ? 1 : -1;
}

}  // extern "C"
