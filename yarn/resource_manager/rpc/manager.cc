#include "yarn/resource_manager/rpc/manager.h"

#include <fmt/format.h>
#include <grp.h>
#include <netdb.h>
#include <pwd.h>

#include <memory>

#include "common/protocol/yarn/ids.pb.h"
#include "yarn/resource_manager/rpc/convert.h"

namespace mammoth::yarn {

namespace {

std::string first_address(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return host;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  char text[NI_MAXHOST];
  if (::getnameinfo(found->ai_addr, found->ai_addrlen, text, sizeof text, nullptr, 0,
                    NI_NUMERICHOST) != 0)
    return host;
  return text;
}

}  // namespace

Manager::Manager(ClusterSettings settings, const TokenTimes& times, const Clock& clock,
                 StateStore* store)
    : clock_(clock),
      started_ms_(settings.started_ms),
      acl_enabled_(settings.acl_enabled),
      master_tokens_(clock, security::system_random(), times.masters),
      node_tokens_(clock, security::system_random(), times.nodes),
      container_tokens_(clock, security::system_random(), times.containers,
                        settings.scheduler.allocation_expiry_ms),
      store_(store),
      cluster_(std::move(settings), clock, *this) {}

void Manager::recover(SavedState state) {
  if (state.master_keys) master_tokens_.restore(std::move(*state.master_keys));
  if (store_) store_->save(master_tokens_.state());
  with([&](Cluster& cluster) { cluster.recover(std::move(state.applications)); });
}

void Manager::keep_changes() {
  const ClusterChanges changes = cluster_.take_changes();
  if (store_ && !changes.empty()) store_->save(cluster_, changes);
}

Caller Manager::caller(const std::string& user) const {
  return {.user = user, .groups = acl_enabled_ ? groups_of(user) : std::vector<std::string>{}};
}

std::string Manager::address_of(const NodeId& node) const {
  const std::lock_guard lock(addresses_mutex_);
  const auto found = addresses_.find(node);
  return found == addresses_.end() ? to_text(node) : found->second;
}

void Manager::learn_address(const NodeId& node) {
  std::string address = fmt::format("{}:{}", first_address(node.host), node.port);
  const std::lock_guard lock(addresses_mutex_);
  addresses_[node] = std::move(address);
}

void Manager::tick() {
  const bool other_keys = master_tokens_.tick() != yarn_tokens::RollingKeys::Step::kNone;
  if (other_keys && store_) store_->save(master_tokens_.state());
  node_tokens_.tick();
  container_tokens_.tick();
  with([](Cluster& cluster) { cluster.tick(); });
}

void Manager::attempt_begun(const AttemptId& attempt) {
  master_tokens_.readmit(to_proto(attempt));
  node_tokens_.begin_attempt(to_proto(attempt));
}

void Manager::launch(const Application& application, const AttemptId& attempt,
                     const Container& container) {
  launcher_->launch(application, attempt, container);
}

void Manager::attempt_over(const AttemptId& attempt) {
  master_tokens_.finish(to_proto(attempt));
  node_tokens_.end_attempt(to_proto(attempt));
}

void Manager::node_registered(const NodeId& node) {
  node_tokens_.forget_node(to_proto(node));
}

std::vector<std::string> groups_of(const std::string& user) {
  std::vector<char> buffer(16 << 10);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwnam_r(user.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
    return {};
  int count = 256;
  std::vector<gid_t> ids(static_cast<std::size_t>(count));
  if (::getgrouplist(user.c_str(), found->pw_gid, ids.data(), &count) < 0) return {};
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) {
    group record{};
    group* known = nullptr;
    if (::getgrgid_r(ids[static_cast<std::size_t>(i)], &record, buffer.data(), buffer.size(),
                     &known) == 0 &&
        known)
      names.emplace_back(known->gr_name);
  }
  return names;
}

}  // namespace mammoth::yarn
