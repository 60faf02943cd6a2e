#include "namenode/system/proxy_users.h"

#include <arpa/inet.h>
#include <netdb.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace mammoth::namenode {

namespace {

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(", \t\n");
    if (end != 0) parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

std::optional<std::uint32_t> parse_ipv4(const std::string& text) {
  in_addr address{};
  if (::inet_pton(AF_INET, text.c_str(), &address) != 1) return std::nullopt;
  return ntohl(address.s_addr);
}

Error refusal(std::string message) {
  return {ErrorCode::kRemote, std::move(message),
          "org.apache.hadoop.security.authorize.AuthorizationException"};
}

}  // namespace

ProxyUsers::ProxyUsers(const UserGroups& groups, const Settings& settings) : groups_(groups) {
  refresh(settings);
}

void ProxyUsers::refresh(const Settings& settings) {
  auto rules = std::make_shared<const Rules>(read_rules(settings));
  const std::lock_guard lock(mutex_);
  rules_ = std::move(rules);
}

ProxyUsers::Rules ProxyUsers::read_rules(const Settings& settings) {
  Rules rules;
  for (const auto& [key, value] : settings) {
    const std::size_t dot = key.rfind('.');
    if (dot == std::string::npos) continue;
    const std::string kind = key.substr(dot + 1);
    Rule& rule = rules[key.substr(0, dot)];
    for (std::string& part : split_list(value)) {
      const bool all = part == "*";
      if (kind == "hosts") {
        rule.any_host = rule.any_host || all;
        if (!all) add_host(part, rule);
      } else if (kind == "users" || kind == "groups") {
        rule.any_user = rule.any_user || all;
        if (!all) (kind == "users" ? rule.users : rule.groups).insert(std::move(part));
      }
    }
  }
  return rules;
}

void ProxyUsers::add_host(const std::string& host, Rule& rule) {
  if (const std::size_t slash = host.find('/'); slash != std::string::npos) {
    const auto network = parse_ipv4(host.substr(0, slash));
    unsigned bits = 33;
    std::from_chars(host.data() + slash + 1, host.data() + host.size(), bits);
    if (!network || bits > 32) return;
    const std::uint32_t mask = bits == 0 ? 0 : ~std::uint32_t{0} << (32 - bits);
    rule.ranges.push_back({*network & mask, mask});
    return;
  }
  rule.addresses.insert(host);
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), nullptr, nullptr, &found) != 0) return;
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    char text[NI_MAXHOST];
    if (::getnameinfo(entry->ai_addr, entry->ai_addrlen, text, sizeof text, nullptr, 0,
                      NI_NUMERICHOST) == 0)
      rule.addresses.insert(text);
  }
  ::freeaddrinfo(found);
}

bool ProxyUsers::admits_host(const Rule& rule, const std::string& ip) {
  if (rule.any_host || rule.addresses.contains(ip)) return true;
  const auto address = parse_ipv4(ip);
  return address && std::any_of(rule.ranges.begin(), rule.ranges.end(), [&](AddressRange range) {
           return (*address & range.mask) == range.network;
         });
}

bool ProxyUsers::admits_user(const Rule& rule, const std::string& user) const {
  if (rule.any_user || rule.users.contains(user)) return true;
  if (rule.groups.empty()) return false;
  const GroupList groups = groups_.groups_of(user);
  return std::any_of(groups->begin(), groups->end(),
                     [&](const std::string& group) { return rule.groups.contains(group); });
}

Result<void> ProxyUsers::check(const std::string& real, const std::string& effective,
                               const std::string& ip) const {
  std::shared_ptr<const Rules> rules;
  {
    const std::lock_guard lock(mutex_);
    rules = rules_;
  }
  const auto rule = rules->find(real);
  if (rule == rules->end() || !admits_user(rule->second, effective))
    return refusal("User: " + real + " is not allowed to impersonate " + effective);
  if (!admits_host(rule->second, ip))
    return refusal("Unauthorized connection for super-user: " + real + " from IP " + ip);
  return {};
}

}  // namespace mammoth::namenode
