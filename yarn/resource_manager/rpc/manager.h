// What the protocols share: the Cluster behind its lock, the tokens that it gives out, and what it
// tells others (Hadoop: RMContext with its secret managers).
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "common/base/clock.h"
#include "common/rpc/call.h"
#include "common/yarn_tokens/am_rm_tokens.h"
#include "common/yarn_tokens/container_token_issuer.h"
#include "common/yarn_tokens/nm_token_issuer.h"
#include "yarn/resource_manager/cluster/cluster.h"
#include "yarn/resource_manager/store/state_store.h"

namespace mammoth::yarn {

struct TokenTimes {
  yarn_tokens::KeyTimes masters;
  yarn_tokens::KeyTimes nodes;
  yarn_tokens::KeyTimes containers;
};

// Starts masters' containers on their nodes.
class MasterLauncher {
 public:
  virtual ~MasterLauncher() = default;
  // Called under the Manager's lock: returns at once, and tells the outcome later.
  virtual void launch(const Application& application, const AttemptId& attempt,
                      const Container& container) = 0;
};

// Thread-safe. The clock must outlive it, as must the store where there is one; the launcher is set
// before the first call.
class Manager final : private ClusterListener {
 public:
  Manager(ClusterSettings settings, const TokenTimes& times, const Clock& clock,
          StateStore* store = nullptr);

  void set_launcher(MasterLauncher* launcher) { launcher_ = launcher; }
  // Names the rack of a host, and may wait. Before anything is served; without, all are in one.
  void set_racks(std::function<std::string(const std::string&)> racks) {
    racks_ = std::move(racks);
  }
  std::string rack_of(const std::string& host) const {
    return racks_ ? racks_(host) : "/default-rack";
  }
  // What an earlier process has left. Before anything is served.
  void recover(SavedState state);

  // Runs `use(Cluster&)` alone, and has the store told what it changed. It must not call back into
  // the Manager's with().
  template <class Use>
  auto with(Use use) {
    const std::lock_guard lock(mutex_);
    const Bookkeeping bookkeeping{*this};
    return use(cluster_);
  }
  // The same for a call whose answer may tell of what changed: it leaves when that is durable.
  template <class Use>
  auto with(rpc::Call& call, Use use) {
    const std::lock_guard lock(mutex_);
    const Holding holding{*this, call};
    const Bookkeeping bookkeeping{*this};
    return use(cluster_);
  }
  template <class Use>
  auto with(Use use) const {
    const std::lock_guard lock(mutex_);
    return use(static_cast<const Cluster&>(cluster_));
  }

  // The caller with his groups, where rights are looked at.
  Caller caller(const std::string& user) const;
  // Until all that has changed so far is durable; false if that will never be. At once without a
  // store.
  bool flush() const { return !store_ || store_->records().flush(); }
  const Clock& clock() const { return clock_; }
  std::int64_t started_ms() const { return started_ms_; }

  // Where a node is dialled: tokens for it name this ip:port. The node's own words until it has
  // registered.
  std::string address_of(const NodeId& node) const;
  // Asks the resolver, and so may wait; without the lock.
  void learn_address(const NodeId& node);

  yarn_tokens::AmRmTokens& master_tokens() { return master_tokens_; }
  yarn_tokens::NmTokenIssuer& node_tokens() { return node_tokens_; }
  yarn_tokens::ContainerTokenIssuer& container_tokens() { return container_tokens_; }

  // About every second: time passes for the cluster and its keys.
  void tick();

 private:
  // In this order around a use of the cluster, under the lock: what it changed is written down when
  // it returns, and then the call is held for it.
  struct Bookkeeping {
    Manager& manager;
    ~Bookkeeping() { manager.keep_changes(); }
  };
  struct Holding {
    Manager& manager;
    rpc::Call& call;
    ~Holding() {
      if (manager.store_) call.hold_until(manager.store_->records().written());
    }
  };
  void keep_changes();

  void attempt_begun(const AttemptId& attempt) override;
  void launch(const Application& application, const AttemptId& attempt,
              const Container& container) override;
  void attempt_over(const AttemptId& attempt) override;
  void node_registered(const NodeId& node) override;

  const Clock& clock_;
  const std::int64_t started_ms_;
  const bool acl_enabled_;
  yarn_tokens::AmRmTokens master_tokens_;
  yarn_tokens::NmTokenIssuer node_tokens_;
  yarn_tokens::ContainerTokenIssuer container_tokens_;
  StateStore* const store_;
  MasterLauncher* launcher_ = nullptr;
  std::function<std::string(const std::string&)> racks_;
  mutable std::mutex mutex_;
  Cluster cluster_;  // guarded by mutex_
  mutable std::mutex addresses_mutex_;
  std::map<NodeId, std::string> addresses_;  // guarded by addresses_mutex_
};

// The groups that the operating system knows; none for a stranger.
std::vector<std::string> groups_of(const std::string& user);

}  // namespace mammoth::yarn
