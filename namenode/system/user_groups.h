// Which groups a user belongs to (Hadoop: Groups with ShellBasedUnixGroupsMapping).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "common/base/timed_count.h"

namespace mammoth::namenode {

using GroupList = std::shared_ptr<const std::vector<std::string>>;

// Where groups come from; an unknown user has none. May block (a directory service may be behind).
using GroupSource = std::function<std::vector<std::string>(const std::string& user)>;

// The machine's account database: the user's primary group first.
std::vector<std::string> system_groups(const std::string& user);

// Users whose groups are fixed by configuration.
using GroupOverrides = std::map<std::string, std::vector<std::string>, std::less<>>;

// Reads hadoop.user.group.static.mapping.overrides: "user=group,group;user=".
// kHadoopIllegalArgument where a part has more than one "=".
Result<GroupOverrides> parse_group_overrides(std::string_view text);

// A bounded cache before a GroupSource. Thread-safe; the source is asked without any lock held, so
// two first questions about one user may both reach it.
class UserGroups {
 public:
  // `clock` must outlive this.
  UserGroups(const Clock& clock, GroupSource source, GroupOverrides overrides,
             std::int64_t cache_ms);

  GroupList groups_of(const std::string& user) const;

  // Forgets everything learnt so far, and takes other fixed groups.
  void refresh(GroupOverrides overrides);
  // Questions to the source so far.
  const TimedCount& lookups() const { return lookups_; }

 private:
  struct Entry {
    GroupList groups;
    std::int64_t learnt_ms = 0;
  };
  static constexpr std::size_t kMaxUsers = 10'000;

  const Clock& clock_;
  const GroupSource source_;
  const std::int64_t cache_ms_;
  mutable TimedCount lookups_;
  mutable std::mutex mutex_;
  // Guarded by mutex_:
  mutable std::unordered_map<std::string, Entry> cache_;
  std::unordered_map<std::string, GroupList> overrides_;
};

}  // namespace mammoth::namenode
