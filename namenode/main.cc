// namenode [-format [-force] [-nonInteractive] [-clusterid ID]] [-conf FILE]… [-D key=value]…
#include <fmt/format.h>
#include <signal.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "common/base/log.h"
#include "common/config/keys.h"
#include "namenode/namenode.h"

namespace mammoth::namenode {
namespace {

constexpr const char* kUsage =
    "Usage: namenode [-format [-clusterid cid] [-force] [-nonInteractive]] [-conf file] [-D "
    "key=value]";

struct Arguments {
  bool format = false;
  bool force = false;
  bool interactive = true;
  std::string cluster_id;
  std::vector<std::string> configuration_files;
  std::vector<std::pair<std::string, std::string>> settings;
};

// Hadoop spells its options in any case.
bool is_option(std::string_view argument, std::string_view option) {
  return std::equal(argument.begin(), argument.end(), option.begin(), option.end(),
                    [](char a, char b) { return std::tolower(a) == std::tolower(b); });
}

Result<void> add_setting(Arguments& arguments, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos)
    return Error{ErrorCode::kIllegalArgument, "-D expects key=value, not " + text};
  arguments.settings.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  return {};
}

Result<Arguments> parse_arguments(const std::vector<std::string>& words) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const bool has_next = i + 1 < words.size();
    if (is_option(word, "-format"))
      arguments.format = true;
    else if (is_option(word, "-force"))
      arguments.force = true;
    else if (is_option(word, "-nonInteractive"))
      arguments.interactive = false;
    else if (is_option(word, "-clusterid") && has_next)
      arguments.cluster_id = words[++i];
    else if (word == "-conf" && has_next)
      arguments.configuration_files.push_back(words[++i]);
    else if (word == "-D" && has_next)
      TRY(add_setting(arguments, words[++i]));
    else if (word.starts_with("-D") && word.size() > 2)
      TRY(add_setting(arguments, word.substr(2)));
    else
      return Error{ErrorCode::kIllegalArgument, kUsage};
  }
  return arguments;
}

Result<Configuration> load_configuration(const Arguments& arguments) {
  Configuration configuration = TRY(Configuration::load({}));
  for (const std::string& file : arguments.configuration_files) {
    const bool yaml = file.ends_with(".yaml") || file.ends_with(".yml");
    TRY(yaml ? configuration.add_yaml_file(file) : configuration.add_xml_file(file));
  }
  for (const auto& [key, value] : arguments.settings) configuration.set(key, value);
  TRY(configuration.validate());
  return configuration;
}

// Asks as Apache's does before it destroys something.
bool may_destroy(const Arguments& arguments, const std::string& directory) {
  if (!is_formatted(directory) || arguments.force) return true;
  if (!arguments.interactive) {
    fmt::print(stderr,
               "Running in non-interactive mode, and data appears to exist in Storage Directory "
               "root= {}; location= null. Not formatting.\n",
               directory);
    return false;
  }
  fmt::print(stderr,
             "Re-format filesystem in Storage Directory root= {}; location= null ? (Y or N) ",
             directory);
  std::string answer;
  while (std::getline(std::cin, answer)) {
    if (answer == "y" || answer == "Y") return true;
    if (answer == "n" || answer == "N") break;
    fmt::print(stderr, "Invalid input: {}\n", answer);
  }
  fmt::print(stderr, "Format aborted in Storage Directory root= {}; location= null\n", directory);
  return false;
}

Result<int> format(const Arguments& arguments, const Configuration& configuration) {
  const std::string directory = TRY(name_directory(configuration));
  if (!may_destroy(arguments, directory)) return EXIT_FAILURE;
  FormatRequest request{.name_directory = directory,
                        .cluster_id = arguments.cluster_id,
                        .superuser = daemon_user(),
                        .supergroup = configuration.get(keys::kDfsPermissionsSuperusergroup),
                        .force = true};
  const SystemClock clock;
  const FileSystemIdentity identity = TRY(format_name_directory(request, clock));
  log::info("namenode", "Allocated new BlockPoolId: {}", identity.block_pool_id);
  fmt::print("Formatting using clusterid: {}\n", identity.cluster_id);
  log::info("namenode", "Storage directory {} has been successfully formatted.", directory);
  return EXIT_SUCCESS;
}

// Until a signal to stop comes (0) or the disk fails (1).
int wait_for_the_end(const NameNode& namenode, const sigset_t& signals) {
  const timespec a_second{.tv_sec = 1, .tv_nsec = 0};
  for (;;) {
    const int signal = ::sigtimedwait(&signals, nullptr, &a_second);
    if (signal > 0) {
      log::info("namenode", "RECEIVED SIGNAL {}: SIG{}", signal, ::sigabbrev_np(signal));
      return EXIT_SUCCESS;
    }
    if (namenode.failed()) {
      log::error("namenode",
                 "The store cannot write any more; nothing can be acknowledged. Stopping.");
      return EXIT_FAILURE;
    }
  }
}

Result<int> run(const std::vector<std::string>& words) {
  const Arguments arguments = TRY(parse_arguments(words));
  const Configuration configuration = TRY(load_configuration(arguments));
  if (arguments.format) return format(arguments, configuration);

  // Blocked before any thread exists, so that only the wait below receives them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);

  const auto namenode =
      TRY(NameNode::open(configuration, [arguments] { return load_configuration(arguments); }));
  TRY(namenode->start());
  log::info("namenode", "NameNode RPC up at port {}", namenode->rpc_port());
  const int status = wait_for_the_end(*namenode, signals);
  namenode->stop();
  log::info("namenode", "NameNode stopped");
  return status;
}

}  // namespace
}  // namespace mammoth::namenode

int main(int argc, char** argv) {
  using namespace mammoth;
  try {
    const Result<int> status = namenode::run(std::vector<std::string>(argv + 1, argv + argc));
    if (status) return *status;
    log::error("namenode", "Failed to start namenode. {}", status.error().message);
  } catch (const std::exception& failure) {
    log::error("namenode", "Failed to start namenode. {}", failure.what());
  }
  return EXIT_FAILURE;
}
