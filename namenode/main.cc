// namenode [-format [-force] [-nonInteractive] [-clusterid ID]] [-conf FILE]… [-D key=value]…
#include <fmt/format.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "common/base/log.h"
#include "common/config/keys.h"
#include "common/daemon/arguments.h"
#include "common/daemon/lifetime.h"
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
  DaemonArguments daemon;
};

// Hadoop spells its options in any case.
bool is_option(std::string_view argument, std::string_view option) {
  return std::equal(argument.begin(), argument.end(), option.begin(), option.end(),
                    [](char a, char b) { return std::tolower(a) == std::tolower(b); });
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
    else if (!TRY(arguments.daemon.take(words, i)))
      return Error{ErrorCode::kIllegalArgument, kUsage};
  }
  return arguments;
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

DaemonLifetime::Health health(const NameNode& namenode) {
  using Health = DaemonLifetime::Health;
  if (namenode.failed()) {
    log::error("namenode",
               "The store cannot write any more; nothing can be acknowledged. Stopping.");
    return Health::kFailed;
  }
  return namenode.responsive() ? Health::kGood : Health::kHangs;
}

Result<int> run(const std::vector<std::string>& words) {
  const Arguments arguments = TRY(parse_arguments(words));
  const Configuration configuration = TRY(arguments.daemon.load());
  if (arguments.format) return format(arguments, configuration);

  DaemonLifetime lifetime("namenode");
  const auto namenode =
      TRY(NameNode::open(configuration, [arguments] { return arguments.daemon.read(); }));
  TRY(namenode->start());
  const std::string status = fmt::format("NameNode RPC up at port {}", namenode->rpc_port());
  log::info("namenode", "{}", status);
  const bool asked = lifetime.wait(status, [&] { return health(*namenode); });
  namenode->stop();
  log::info("namenode", "NameNode stopped");
  return asked ? EXIT_SUCCESS : EXIT_FAILURE;
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
