// Who may act for whom (Hadoop: ProxyUsers, DefaultImpersonationProvider):
//
//   hadoop.proxyuser.oozie.hosts = 10.0.0.0/24,gateway     from where
//   hadoop.proxyuser.oozie.groups = staff                  for members of these groups
//   hadoop.proxyuser.oozie.users = alice                   and for these users; * stands for all
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "namenode/system/user_groups.h"

namespace mammoth::namenode {

// Thread-safe.
class ProxyUsers {
 public:
  // The keys below "hadoop.proxyuser." and their values.
  using Settings = std::vector<std::pair<std::string, std::string>>;

  // `groups` must outlive this. Host names are looked up here and in refresh(), which may block.
  ProxyUsers(const UserGroups& groups, const Settings& settings);
  void refresh(const Settings& settings);

  // May `real` act for `effective` from the machine `ip`? Refused as Apache's
  // AuthorizationException.
  Result<void> check(const std::string& real, const std::string& effective,
                     const std::string& ip) const;

 private:
  struct AddressRange {
    std::uint32_t network = 0;
    std::uint32_t mask = 0;
  };
  struct Rule {
    bool any_user = false;
    bool any_host = false;
    std::set<std::string> users{};
    std::set<std::string> groups{};
    std::set<std::string> addresses{};  // numeric
    std::vector<AddressRange> ranges{};
  };
  using Rules = std::map<std::string, Rule, std::less<>>;

  static Rules read_rules(const Settings& settings);
  static void add_host(const std::string& host, Rule& rule);
  static bool admits_host(const Rule& rule, const std::string& ip);
  bool admits_user(const Rule& rule, const std::string& user) const;

  const UserGroups& groups_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Rules> rules_;  // guarded by mutex_
};

}  // namespace mammoth::namenode
