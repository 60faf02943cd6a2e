// The daemon put together: directories, localizer, launcher, the shuffle, the RPC and web servers,
// the conversation with the ResourceManager and the clock that drives the rest (Hadoop:
// NodeManager). Beginning and end of everything else are here.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "common/async/io_pool.h"
#include "common/base/clock.h"
#include "common/config/configuration.h"
#include "common/rpc/server.h"
#include "common/security/token_sasl.h"
#include "yarn/node_manager/disk_health.h"
#include "yarn/node_manager/memory_monitor.h"
#include "yarn/node_manager/rpc/container_protocol.h"
#include "yarn/node_manager/rpc/tracker_session.h"
#include "yarn/node_manager/shuffle/shuffle_server.h"
#include "yarn/node_manager/web/web_server.h"

namespace mammoth::yarn::node {

// Constructed, started and stopped by one thread; the queries from any.
class NodeManager {
 public:
  // kIllegalArgument for an auxiliary service that there is none of.
  static Result<std::unique_ptr<NodeManager>> open(const Configuration& configuration);
  ~NodeManager();  // stops

  Result<void> start();
  // Idempotent. Every container is killed, unless the next NodeManager is to take it up
  // (yarn.nodemanager.recovery.supervised).
  void stop();

  bool failed() const { return failed_; }
  // False when time, which needs the containers' lock, has stood still for 10 s.
  bool responsive() const;
  std::uint16_t port() const { return server_->port(); }

 private:
  NodeManager(const Configuration& configuration, std::unique_ptr<NodeStateStore> store);
  Result<void> take_up();
  bool is_supervised() const;
  ShuffleSettings shuffle_settings() const;
  NodeWebParts web_parts();
  NodeWebFacts web_facts() const;
  NodeSettings node_settings() const;
  LaunchSettings launch_settings() const;
  LogKeeperSettings log_settings() const;
  void connect_works();
  void check_health();
  void kill_containers();
  void keep_time();
  void turn(std::int64_t now_ms);

  // In the order of construction; each uses those above it.
  const Configuration configuration_;
  SystemClock clock_;
  const std::unique_ptr<NodeStateStore> store_;  // none without recovery
  Directories directories_;
  IoPool pool_;
  ProcessRunner runner_;
  Launcher launcher_;
  Localizer localizer_;
  LogKeeper logs_;
  ShuffleJobs shuffle_jobs_;
  Node node_;
  ContainerProtocol protocol_;
  security::TokenSaslServers sasl_;
  rpc::Service service_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<ShuffleServer> shuffle_;
  std::unique_ptr<WebServer> web_;
  std::unique_ptr<TrackerSession> tracker_;
  MemoryMonitor monitor_;  // of the timekeeper's thread, as is what follows
  std::int64_t next_look_ms_ = 0;
  std::int64_t next_health_ms_ = 0;
  std::int64_t next_shrink_ms_ = 0;

  std::atomic<bool> named_{false};  // the node's ports are known
  std::atomic<bool> failed_{false};
  std::atomic<std::int64_t> last_turn_ms_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  // guarded by mutex_
  std::thread timekeeper_;
};

}  // namespace mammoth::yarn::node
