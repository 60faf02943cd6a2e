// INSTRUMENTATION: what the gateway has done so far, for those who look after it.
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>

#include <algorithm>
#include <vector>

#include "common/config/keys/httpfs.h"
#include "httpfs/gateway/operations.h"

namespace mammoth::httpfs::ops {

namespace {

constexpr std::size_t kAccountBytes = 64u << 10;

// By the machine's account database.
bool is_member(const std::string& user, const std::string& group) {
  std::vector<char> buffer(kAccountBytes);
  passwd account{};
  passwd* found = nullptr;
  if (::getpwnam_r(user.c_str(), &account, buffer.data(), buffer.size(), &found) != 0 || !found)
    return false;
  std::vector<gid_t> ids(1'024);
  int count = static_cast<int>(ids.size());
  if (::getgrouplist(user.c_str(), account.pw_gid, ids.data(), &count) < 0) return false;
  ids.resize(static_cast<std::size_t>(count));
  ::group entry{};
  ::group* found_group = nullptr;
  return ::getgrnam_r(group.c_str(), &entry, buffer.data(), buffer.size(), &found_group) == 0 &&
         found_group != nullptr && std::ranges::find(ids, entry.gr_gid) != ids.end();
}

}  // namespace

Result<void> instrumentation(const Call& call) {
  if (call.path != "/")
    return own_refusal(
        "java.lang.UnsupportedOperationException",
        fmt::format("Operation [{}], invalid path [{}], must be /", call.name, call.path));
  if (!is_member(call.user, call.configuration.get(keys::kHttpfsAdminGroup)))
    return own_refusal("java.security.AccessControlException",
                       "User not in HttpFSServer admin group");
  http::JsonWriter json;
  json.begin_object().key("counters").begin_object().key("httpfs").begin_object();
  for (const OperationCount& operation : call.counts) json.member(operation.name, operation.count);
  call.answer_json(json.end_object().end_object().end_object());
  return {};
}

}  // namespace mammoth::httpfs::ops
