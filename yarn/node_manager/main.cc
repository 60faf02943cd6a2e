// nodemanager [-conf FILE]… [-D key=value]…
#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "common/base/log.h"
#include "common/daemon/arguments.h"
#include "common/daemon/lifetime.h"
#include "yarn/node_manager/node_manager.h"

namespace mammoth::yarn::node {
namespace {

constexpr const char* kUsage = "Usage: nodemanager [-conf file] [-D key=value]";

Result<Configuration> parse_arguments(const std::vector<std::string>& words) {
  DaemonArguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!TRY(arguments.take(words, i))) return Error{ErrorCode::kIllegalArgument, kUsage};
  return arguments.load();
}

DaemonLifetime::Health health(const NodeManager& manager) {
  using Health = DaemonLifetime::Health;
  if (manager.failed()) return Health::kFailed;
  return manager.responsive() ? Health::kGood : Health::kHangs;
}

Result<int> run(const std::vector<std::string>& words) {
  const Configuration configuration = TRY(parse_arguments(words));
  DaemonLifetime lifetime("nodemanager");
  const auto manager = TRY(NodeManager::open(configuration));
  TRY(manager->start());
  const std::string status = fmt::format("NodeManager RPC up at port {}", manager->port());
  log::info("nodemanager", "{}", status);
  const bool asked = lifetime.wait(status, [&] { return health(*manager); });
  manager->stop();
  log::info("nodemanager", "NodeManager stopped");
  return asked ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace mammoth::yarn::node

int main(int argc, char** argv) {
  using namespace mammoth;
  try {
    const Result<int> status = yarn::node::run(std::vector<std::string>(argv + 1, argv + argc));
    if (status) return *status;
    log::error("nodemanager", "Failed to start nodemanager. {}", status.error().message);
  } catch (const std::exception& failure) {
    log::error("nodemanager", "Failed to start nodemanager. {}", failure.what());
  }
  return EXIT_FAILURE;
}
