// This node as its servers share it: the containers under one lock, the keys that tokens are
// checked with, who the ResourceManager is, and the wiring of what the core orders (Hadoop:
// NMContext).
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "common/yarn_tokens/container_token_verifier.h"
#include "common/yarn_tokens/nm_token_verifier.h"
#include "yarn/node_manager/containers/auxiliary_service.h"
#include "yarn/node_manager/containers/containers.h"
#include "yarn/node_manager/launch/launcher.h"
#include "yarn/node_manager/localizer/localizer.h"
#include "yarn/node_manager/logs/log_keeper.h"
#include "yarn/node_manager/store/node_state_store.h"

namespace mammoth::yarn::node {

struct NodeSettings {
  std::string host;  // with the port the node's name
  int port = 0;
  int http_port = 0;
  std::int64_t memory_mb = 8192;
  std::int64_t vcores = 8;
  std::string user;  // of this process, towards the ResourceManager
  std::string version;
  std::int64_t started_ms = 0;
};

// Whether the node may be given work, and why not (Hadoop: NodeHealthCheckerService).
struct NodeHealth {
  bool good = true;
  std::string report{};
  std::int64_t checked_ms = 0;
};

struct Utilization {
  std::int64_t physical_mb = 0;
  std::int64_t virtual_mb = 0;
};

// Thread-safe. What it is given must outlive it.
class Node final : private Works {
 public:
  Node(ContainersSettings settings, const Clock& clock, Launcher& launcher, Localizer& localizer,
       LogKeeper& logs, std::vector<AuxiliaryService*> services);

  // Before anything is served.
  void set_settings(NodeSettings settings) { settings_ = std::move(settings); }
  const NodeSettings& settings() const { return settings_; }
  const Clock& clock() const { return clock_; }
  const std::vector<AuxiliaryService*>& services() const { return services_; }

  // Where it is told what changes, for a restart; none: nothing is kept. Before anything is served.
  void set_store(NodeStateStore* store) { store_ = store; }
  NodeStateStore* store() const { return store_; }
  // Applications and containers of an earlier process.
  void recover(const SavedNode& saved);
  // What tokens have been used, where it has changed.
  void keep_tokens();

  // Runs `use` with the containers locked.
  template <class Use>
  auto with(Use use) {
    const std::lock_guard lock(mutex_);
    const Bookkeeping bookkeeping{*this};
    return use(containers_);
  }

  // Signals a container's process group; false when it has none.
  bool signal(const std::string& container, int number);

  yarn_tokens::NmTokenVerifier& node_tokens() { return node_tokens_; }
  yarn_tokens::ContainerTokenVerifier& container_tokens() { return container_tokens_; }

  // Start of the ResourceManager that this node is registered with; 0: with none yet.
  std::atomic<std::int64_t> resource_manager{0};

  void set_health(NodeHealth health);
  NodeHealth health() const;
  void set_utilization(Utilization containers, Utilization machine);
  std::pair<Utilization, Utilization> utilization() const;  // of containers, of the machine

  // Waits until there is news for the ResourceManager, somebody calls wake(), or `limit` is over.
  void wait_for_news(std::chrono::milliseconds limit);
  void wake();

 private:
  struct Bookkeeping {
    Node& node;
    ~Bookkeeping() { node.keep_changes(); }
  };
  void keep_changes();
  void adopt(const Container& container) override;
  void localize(const Container& container) override { localizer_.localize(container.spec); }
  void launch(const Container& container) override { launcher_.launch(container); }
  void kill(const Container& container) override { launcher_.kill(container); }
  void clean(const Container& container) override;
  void end_application(const NodeApplication& application) override;
  void report_soon() override { wake(); }

  const Clock& clock_;
  Launcher& launcher_;
  Localizer& localizer_;
  LogKeeper& logs_;
  const std::vector<AuxiliaryService*> services_;
  NodeSettings settings_;  // constant once served
  NodeStateStore* store_ = nullptr;
  yarn_tokens::NmTokenVerifier node_tokens_;
  yarn_tokens::ContainerTokenVerifier container_tokens_;

  std::mutex mutex_;
  Containers containers_;  // guarded by mutex_

  mutable std::mutex news_mutex_;
  std::condition_variable news_;
  bool has_news_ = false;  // this and what follows guarded by news_mutex_
  NodeHealth health_;
  Utilization container_use_;
  Utilization machine_use_;
};

}  // namespace mammoth::yarn::node
