// The NodeManagers on which an application master has containers (Hadoop: NMClientImpl,
// NMTokenCache, ContainerManagementProtocolProxy). Each is called with the token for it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/rpc/blocking_client.h"
#include "common/security/token_sasl.h"
#include "common/yarn/types.h"

namespace mammoth::yarn {

enum class ContainerState { kNew, kRunning, kComplete };

struct ContainerStatus {
  std::string id;
  ContainerState state = ContainerState::kNew;
  std::int32_t exit_status = -1000;  // that while it runs
  std::string diagnostics{};
};

// What auxiliary services of the node say to masters, by name; mapreduce_shuffle: its port, four
// bytes, big-endian.
using ServiceMetadata = std::map<std::string, std::string>;

// Thread-safe; calls block, to several nodes at once from several threads. A call whose connection
// is lost is not made again by itself: the container may have been started.
class NodeManagers {
 public:
  explicit NodeManagers(std::string attempt);  // appattempt_…: as whom it calls
  ~NodeManagers();

  // ApplicationMaster does this. Replaces an earlier one for the node.
  void add_token(const std::string& node, security::Token token);

  // Answers once the node has taken the container over; its files are fetched and its process
  // started afterwards. Refusals are the node's; kInvalidToken without a token for the node ("No
  // NMToken sent for host:port").
  Result<ServiceMetadata> start(const Container& container, const Launch& launch);
  // Asks the node to end it; the ResourceManager tells when it has.
  Result<void> stop(const std::string& node, const std::string& container);
  Result<ContainerStatus> status(const std::string& node, const std::string& container);

 private:
  Result<std::shared_ptr<rpc::BlockingProxy>> proxy_of(const std::string& node);

  const std::string attempt_;
  security::TokenSaslClients tokens_;
  rpc::BlockingClient client_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<rpc::BlockingProxy>> proxies_;  // guarded by mutex_
  std::set<std::string> known_;  // guarded by mutex_; nodes with a token
};

}  // namespace mammoth::yarn
