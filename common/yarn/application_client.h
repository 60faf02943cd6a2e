// Applications as their owner sees them: submitted, watched, killed (Hadoop: YarnClientImpl over
// ApplicationClientProtocol).
//
//   ApplicationClient client(configuration);
//   const NewApplication application = TRY(client.new_application());
//   TRY(client.submit({.id = application.id, .name = "shell", .master = {512, 1}, .launch = …}));
//   while (!is_over(TRY(client.report(application.id)).state)) …
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/current_user.h"
#include "common/base/result.h"
#include "common/config/configuration.h"
#include "common/rpc/blocking_client.h"
#include "common/security/token.h"
#include "common/yarn/types.h"

namespace mammoth::yarn {

// Addresses of the ResourceManager for one of its keys (keys::kYarnResourcemanagerAddress …): one,
// or with yarn.resourcemanager.ha.enabled those of yarn.resourcemanager.ha.rm-ids in their order.
// Refuses (kIllegalArgument) an address that is none.
Result<std::vector<HostPort>> resource_manager_addresses(const Configuration& configuration,
                                                         const ConfigKey& key);

struct NewApplication {
  std::string id;
  Resources maximum;  // the largest container that the ResourceManager gives
};

struct Submission {
  std::string id;
  std::string name;
  std::string type = "YARN";
  std::string queue = "default";
  std::optional<std::int32_t> priority{};
  std::int32_t max_attempts = 0;  // of its master; 0: as many as the ResourceManager allows
  Resources master{};             // of its master's container
  Launch launch{};                // of its master
  std::vector<std::string> tags{};
  bool keeps_containers = false;  // when a master dies, for the next
  std::string node_label{};       // empty: that of the queue
};

enum class ApplicationState {
  kNew,
  kNewSaving,
  kSubmitted,
  kAccepted,
  kRunning,
  kFinished,
  kFailed,
  kKilled
};
enum class FinalStatus { kUndefined, kSucceeded, kFailed, kKilled, kEnded };

constexpr bool is_over(ApplicationState state) {
  return state == ApplicationState::kFinished || state == ApplicationState::kFailed ||
         state == ApplicationState::kKilled;
}

struct ApplicationReport {
  std::string id;
  std::string attempt{};  // the current one; empty before there is one
  std::string user{};
  std::string queue{};
  std::string name{};
  ApplicationState state = ApplicationState::kNew;
  FinalStatus final_status = FinalStatus::kUndefined;
  std::string diagnostics{};
  std::string master_host{};  // "N/A" until the master registers
  int master_port = -1;
  std::string tracking_url{};           // through the ResourceManager's proxy
  std::string original_tracking_url{};  // as the master said
  float progress = 0;
  std::int64_t start_ms = 0;
  std::int64_t finish_ms = 0;  // 0 until it is over
  std::optional<security::Token> client_to_master_token{};
};

// Thread-safe. Errors are the ResourceManager's refusals (Error::remote_class names Hadoop's class)
// or those of rpc::BlockingClient.
class ApplicationClient {
 public:
  // Throws ErrorException for an address that is none. `user`: who calls, see current_user().
  explicit ApplicationClient(const Configuration& configuration, std::string user = current_user());

  Result<NewApplication> new_application();
  // Answers once the ResourceManager has accepted it (Hadoop: polls until it is past NEW_SAVING).
  Result<void> submit(const Submission& submission);
  Result<ApplicationReport> report(const std::string& application);
  // False: the ResourceManager is still at it; ask again.
  Result<bool> force_kill(const std::string& application, const std::string& diagnostics = "");

  // The connection itself, for calls that are not above.
  rpc::BlockingProxy& proxy() { return *proxy_; }
  const std::string& user() const { return user_; }

 private:
  const std::string user_;
  rpc::BlockingClient client_;
  std::unique_ptr<rpc::BlockingProxy> proxy_;
};

}  // namespace mammoth::yarn
