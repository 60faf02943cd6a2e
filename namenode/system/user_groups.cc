#include "namenode/system/user_groups.h"

#include <grp.h>
#include <pwd.h>

#include <algorithm>

namespace mammoth::namenode {

namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    const std::string_view part = text.substr(0, end);
    if (!part.empty()) parts.push_back(part);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

std::string group_name(gid_t gid) {
  std::vector<char> buffer(16 << 10);
  group entry{};
  group* found = nullptr;
  if (::getgrgid_r(gid, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
    return found->gr_name;
  return std::to_string(gid);
}

}  // namespace

std::vector<std::string> system_groups(const std::string& user) {
  std::vector<char> buffer(16 << 10);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwnam_r(user.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 ||
      found == nullptr)
    return {};
  int count = 64;
  std::vector<gid_t> ids(count);
  if (::getgrouplist(user.c_str(), found->pw_gid, ids.data(), &count) < 0) {
    ids.resize(count);
    if (::getgrouplist(user.c_str(), found->pw_gid, ids.data(), &count) < 0) return {};
  }
  ids.resize(count);
  std::vector<std::string> names;
  for (const gid_t id : ids) {
    std::string name = group_name(id);
    if (std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  }
  return names;
}

Result<GroupOverrides> parse_group_overrides(std::string_view text) {
  GroupOverrides overrides;
  for (const std::string_view part : split(text, ';')) {
    const auto sides = split(part, '=');
    if (sides.empty() || sides.size() > 2)
      return Error{ErrorCode::kHadoopIllegalArgument,
                   "Configuration hadoop.user.group.static.mapping.overrides is invalid"};
    auto& groups = overrides[std::string(sides[0])];
    if (sides.size() == 2)
      for (const std::string_view group : split(sides[1], ',')) groups.emplace_back(group);
  }
  return overrides;
}

UserGroups::UserGroups(const Clock& clock, GroupSource source, GroupOverrides overrides,
                       std::int64_t cache_ms)
    : clock_(clock), source_(std::move(source)), cache_ms_(cache_ms) {
  refresh(std::move(overrides));
}

GroupList UserGroups::groups_of(const std::string& user) const {
  const std::int64_t now_ms = clock_.monotonic_ms();
  {
    const std::lock_guard lock(mutex_);
    if (const auto fixed = overrides_.find(user); fixed != overrides_.end()) return fixed->second;
    if (const auto known = cache_.find(user);
        known != cache_.end() && now_ms - known->second.learnt_ms < cache_ms_)
      return known->second.groups;
  }
  const auto began = TimedCount::Clock::now();
  auto groups = std::make_shared<const std::vector<std::string>>(source_(user));
  lookups_.add_since(began);
  const std::lock_guard lock(mutex_);
  if (cache_.size() >= kMaxUsers) cache_.clear();
  cache_[user] = {groups, now_ms};
  return groups;
}

void UserGroups::refresh(GroupOverrides overrides) {
  const std::lock_guard lock(mutex_);
  cache_.clear();
  overrides_.clear();
  for (auto& [user, groups] : overrides)
    overrides_[user] = std::make_shared<const std::vector<std::string>>(std::move(groups));
}

}  // namespace mammoth::namenode
