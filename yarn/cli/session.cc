#include "yarn/cli/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "common/config/keys.h"
#include "common/config/keys/yarn.h"
#include "common/yarn/application_client.h"

namespace mammoth::yarn {

Session::Session(Configuration configuration)
    : configuration_(std::move(configuration)),
      user_(current_user()),
      client_(rpc::ClientOptions{.caller_context = "CLI"}) {}

std::unique_ptr<rpc::BlockingProxy> Session::connect(const ConfigKey& address,
                                                     const std::string& protocol) {
  return client_.proxy({.addresses = resource_manager_addresses(configuration_, address).value(),
                        .protocol = protocol,
                        .user = user_});
}

rpc::BlockingProxy& Session::clients() {
  if (!clients_)
    clients_ = connect(keys::kYarnResourcemanagerAddress,
                       "org.apache.hadoop.yarn.api.ApplicationClientProtocolPB");
  return *clients_;
}

rpc::BlockingProxy& Session::administration() {
  if (!administration_)
    administration_ =
        connect(keys::kYarnResourcemanagerAdminAddress,
                "org.apache.hadoop.yarn.server.api.ResourceManagerAdministrationProtocolPB");
  return *administration_;
}

const std::string* value_of(const Words& words, std::string_view option) {
  const auto found = std::ranges::find(words, option);
  return found == words.end() || found + 1 == words.end() ? nullptr : &*(found + 1);
}

bool has(const Words& words, std::string_view option) {
  return std::ranges::find(words, option) != words.end();
}

void print(std::string_view line) {
  fmt::print("{}\n", line);
}

void complain(std::string_view line) {
  std::fflush(stdout);
  fmt::print(stderr, "{}\n", line);
}

int fail(const Error& error) {
  complain(error.remote_class.empty() ? error.message : error.remote_class + ": " + error.message);
  return kFailed;
}

}  // namespace mammoth::yarn
