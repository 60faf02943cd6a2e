// resourcemanager [-conf FILE]… [-D key=value]…
#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "common/base/log.h"
#include "common/daemon/arguments.h"
#include "common/daemon/lifetime.h"
#include "yarn/resource_manager/resource_manager.h"

namespace mammoth::yarn {
namespace {

constexpr const char* kUsage = "Usage: resourcemanager [-conf file] [-D key=value]";

Result<DaemonArguments> parse_arguments(const std::vector<std::string>& words) {
  DaemonArguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!TRY(arguments.take(words, i))) return Error{ErrorCode::kIllegalArgument, kUsage};
  return arguments;
}

DaemonLifetime::Health health(const ResourceManager& manager) {
  using Health = DaemonLifetime::Health;
  if (manager.failed()) return Health::kFailed;
  return manager.responsive() ? Health::kGood : Health::kHangs;
}

Result<int> run(const std::vector<std::string>& words) {
  const DaemonArguments arguments = TRY(parse_arguments(words));
  const auto load = [arguments]() -> Result<Configuration> {
    return with_queues(TRY(arguments.load()));
  };
  const Configuration configuration = TRY(load());
  DaemonLifetime lifetime("resourcemanager");
  const auto manager = TRY(ResourceManager::open(configuration, load));
  TRY(manager->start());
  const std::string status =
      fmt::format("ResourceManager RPC up at port {}", manager->client_port());
  log::info("resourcemanager", "{}", status);
  const bool asked = lifetime.wait(status, [&] { return health(*manager); });
  manager->stop();
  log::info("resourcemanager", "ResourceManager stopped");
  return asked ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace mammoth::yarn

int main(int argc, char** argv) {
  using namespace mammoth;
  try {
    const Result<int> status = yarn::run(std::vector<std::string>(argv + 1, argv + argc));
    if (status) return *status;
    log::error("resourcemanager", "Failed to start resourcemanager. {}", status.error().message);
  } catch (const std::exception& failure) {
    log::error("resourcemanager", "Failed to start resourcemanager. {}", failure.what());
  }
  return EXIT_FAILURE;
}
