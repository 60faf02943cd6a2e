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

std::optional<int> refuse(const Words& words, std::initializer_list<Option> options,
                          std::string_view usage) {
  const auto find = [&](std::string_view word) {
    if (word.starts_with("--")) word.remove_prefix(1);
    return std::ranges::find(options, word, &Option::name);
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].starts_with('-') || words[i].size() < 2) continue;
    const auto option = find(words[i]);
    if (option == options.end())
      return thrown("org.apache.commons.cli.UnrecognizedOptionException",
                    "Unrecognized option: " + words[i]);
    if (option->values == 0) continue;
    if (i + 1 == words.size() || find(words[i + 1]) != options.end()) {
      print("Missing argument for options");
      print(usage);
      return kFailed;
    }
    ++i;
  }
  return std::nullopt;
}

int thrown(std::string_view exception, std::string_view message) {
  complain(fmt::format("Exception in thread \"main\" {}: {}", exception, message));
  return kThrown;
}

int thrown(const Error& error) {
  return thrown(
      error.remote_class.empty() ? "java.lang.IllegalArgumentException" : error.remote_class,
      error.message);
}

int fail(const Error& error) {
  complain(error.remote_class.empty() ? error.message : error.remote_class + ": " + error.message);
  return kFailed;
}

}  // namespace mammoth::yarn
