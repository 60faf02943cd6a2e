// What a `yarn` command works with: the configuration, the words behind its name, and connections
// to the ResourceManager as the user who called (Hadoop: YarnClientImpl, RMAdminCLI).
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/config/configuration.h"
#include "common/rpc/blocking_client.h"

namespace mammoth::yarn {

using Words = std::vector<std::string>;

class Session {
 public:
  explicit Session(Configuration configuration);

  // Of yarn.resourcemanager.address and yarn.resourcemanager.admin.address; made at the first use.
  rpc::BlockingProxy& clients();
  rpc::BlockingProxy& administration();
  const Configuration& configuration() const { return configuration_; }
  const std::string& user() const { return user_; }

 private:
  std::unique_ptr<rpc::BlockingProxy> connect(const ConfigKey& address,
                                              const std::string& protocol);

  const Configuration configuration_;
  const std::string user_;
  rpc::BlockingClient client_;
  std::unique_ptr<rpc::BlockingProxy> clients_;
  std::unique_ptr<rpc::BlockingProxy> administration_;
};

// The value behind `option`, or nothing.
const std::string* value_of(const Words& words, std::string_view option);
bool has(const Words& words, std::string_view option);

// What a command takes. `values`: 0, 1, or kMany up to the next option.
struct Option {
  std::string_view name;  // -appId
  int values = 0;
};
inline constexpr int kMany = -1;
// As commons-cli checks words before anything is done: an exit code where one is unknown or lacks
// its value, after the complaint.
std::optional<int> refuse(const Words& words, std::initializer_list<Option> options,
                          std::string_view usage);

// Lines on standard output and standard error.
void print(std::string_view line);
void complain(std::string_view line);
// What a refusal of the ResourceManager looks like; answers the exit code.
int fail(const Error& error);
// The same of one that Java's programs let end them.
int thrown(const Error& error);
// Of an exception that is no remote one.
int thrown(std::string_view exception, std::string_view message);

inline constexpr int kFailed = 255;
inline constexpr int kThrown = 1;

}  // namespace mammoth::yarn
