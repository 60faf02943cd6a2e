// An application master's conversation with the ResourceManager: register, then allocate about once
// a second, then finish (Hadoop: AMRMClientImpl over ApplicationMasterProtocol).
//
//   NodeManagers nodes(self.attempt);
//   ApplicationMaster master(configuration, self, nodes);
//   TRY(master.register_master({.host = self.node_host, .rpc_port = port}));
//   master.asks().change(1, "*", {256, 1}, +3);
//   for (;;) { const Allocation got = TRY(master.allocate(progress)); … }
//   TRY(master.finish(FinalStatus::kSucceeded, "", ""));
//
// A ResourceManager that has been restarted does not know the master any more: allocate() then
// registers again and tells all asks again, as Hadoop's client does; the caller notices nothing but
// the time it takes. Tokens for nodes go to `nodes` as they come, a new AMRM token is used from the
// next connection on.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/config/configuration.h"
#include "common/yarn/application_client.h"
#include "common/yarn/container_environment.h"
#include "common/yarn/resource_asks.h"
#include "common/yarn/types.h"

namespace mammoth::yarn {

class NodeManagers;

struct Registration {
  std::string host;           // where clients of the application call; may be empty
  int rpc_port = -1;          // -1: they do not
  std::string tracking_url{};  // of its pages; may be empty
};

struct RegistrationAnswer {
  Resources maximum{};
  std::string queue{};
  std::vector<Container> earlier_containers{};  // of the attempt before, if those are kept
};

struct NodeChange {
  std::string node;
  bool usable = true;
};

struct Allocation {
  std::vector<Container> allocated{};
  std::vector<CompletedContainer> completed{};  // each is told once
  std::vector<NodeChange> nodes{};
  std::vector<std::string> preempted{};  // containers that the ResourceManager wants back
  Resources headroom{};                  // what may still be allocated
  int cluster_nodes = 0;
};

// True for an answer after which a master must stop: the ResourceManager has given up on this
// attempt (Hadoop: ApplicationAttemptNotFoundException).
bool is_attempt_over(const Error& error);

// For one thread at a time; nothing is sent by itself. `nodes` must outlive it.
class ApplicationMaster {
 public:
  // Throws ErrorException where the environment has no AMRM token or an address is none.
  ApplicationMaster(const Configuration& configuration, const ContainerEnvironment& self,
                    NodeManagers& nodes);
  ~ApplicationMaster();

  Result<RegistrationAnswer> register_master(const Registration& registration);

  ResourceAsks& asks() { return asks_; }
  // Gives a container back with the next allocate().
  void release(const std::string& container) { releases_.push_back(container); }
  // Hosts from which nothing is wanted, from the next allocate() on; the whole list each time.
  void set_blacklist(std::vector<std::string> hosts);

  // One heartbeat: tells what has changed and hears what is new. After an error nothing is lost: the
  // next call tells it again.
  Result<Allocation> allocate(float progress);

  // Tells the end and waits until the ResourceManager has recorded it.
  Result<void> finish(FinalStatus status, const std::string& diagnostics,
                      const std::string& tracking_url);

 private:
  struct Connection;
  template <class Response, class Request>
  Result<Response> call(const char* method, const Request& request);
  Result<RegistrationAnswer> register_again();

  NodeManagers& nodes_;
  std::unique_ptr<Connection> connection_;
  ResourceAsks asks_;
  std::optional<Registration> registration_;
  std::vector<std::string> releases_;
  std::vector<std::string> pending_releases_;  // told, but not yet completed
  std::vector<std::string> blacklist_;
  std::vector<std::string> told_blacklist_;
  int response_id_ = 0;
};

}  // namespace mammoth::yarn
