// The conversation with the ResourceManager: registers this node, tells it every second, and when
// something ended, how the containers do, and carries out what it answers (Hadoop:
// NodeStatusUpdaterImpl). Containers live on while the ResourceManager is away or begins anew.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "common/config/host_port.h"
#include "common/rpc/blocking_client.h"
#include "yarn/node_manager/rpc/node.h"

namespace hadoop::yarn {
class NodeHeartbeatResponseProto;
class NodeStatusProto;
class RegisterNodeManagerResponseProto;
}  // namespace hadoop::yarn

namespace mammoth::yarn::node {

struct TrackerSettings {
  HostPort resource_manager;
  std::chrono::milliseconds connect_wait{900'000};  // then the node gives up
  std::chrono::milliseconds retry_interval{1'000};
};

// Constructed, started and stopped by one thread.
class TrackerSession {
 public:
  // `ended` is called once, on the session's thread, when the ResourceManager does not want this
  // node or has been away for too long; not after stop().
  using Ended = std::function<void(const std::string& reason)>;

  TrackerSession(Node& node, TrackerSettings settings, Ended ended);
  ~TrackerSession();  // stops

  void start();
  // Leaves without a word, or with: then the ResourceManager knows at once that the node is gone.
  void stop(bool unregister);

 private:
  struct Heartbeat;
  void run();
  void converse();
  Result<void> register_node();
  Result<void> accept_registration(const hadoop::yarn::RegisterNodeManagerResponseProto& answer);
  // True: register again.
  Result<bool> beat();
  void carry_out(const hadoop::yarn::NodeHeartbeatResponseProto& answer);
  void learn_keys(const hadoop::yarn::NodeHeartbeatResponseProto& answer);
  std::vector<std::string> fill_status(hadoop::yarn::NodeStatusProto& status);
  void pause();

  Node& node_;
  const TrackerSettings settings_;
  const Ended ended_;
  rpc::BlockingClient client_;
  const std::unique_ptr<rpc::BlockingProxy> tracker_;
  std::atomic<bool> stopping_{false};
  std::int32_t response_id_ = 0;  // what follows: of the session's thread
  std::int32_t container_key_ = 0;
  std::int32_t node_key_ = 0;
  std::int64_t interval_ms_ = 1'000;
  std::thread thread_;
};

}  // namespace mammoth::yarn::node
