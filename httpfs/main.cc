// httpfs [-conf FILE]… [-D key=value]…
#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "common/base/log.h"
#include "common/daemon/arguments.h"
#include "common/daemon/lifetime.h"
#include "httpfs/gateway/gateway.h"

namespace mammoth::httpfs {
namespace {

Result<int> run(const std::vector<std::string>& words) {
  DaemonArguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!TRY(arguments.take(words, i)))
      return Error{ErrorCode::kIllegalArgument, "Usage: httpfs [-conf file] [-D key=value]"};
  const Configuration configuration = TRY(arguments.load());
  DaemonLifetime lifetime("httpfs");
  const auto gateway = TRY(Gateway::make(configuration));
  TRY(gateway->start());
  const std::string status = fmt::format("HttpFS up at port {}", gateway->port());
  log::info("httpfs", "{}", status);
  const bool asked = lifetime.wait(status, [] { return DaemonLifetime::Health::kGood; });
  gateway->stop();
  log::info("httpfs", "HttpFS stopped");
  return asked ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace mammoth::httpfs

int main(int argc, char** argv) {
  using namespace mammoth;
  try {
    const Result<int> status = httpfs::run(std::vector<std::string>(argv + 1, argv + argc));
    if (status) return *status;
    log::error("httpfs", "Failed to start httpfs. {}", status.error().message);
  } catch (const std::exception& failure) {
    log::error("httpfs", "Failed to start httpfs. {}", failure.what());
  }
  return EXIT_FAILURE;
}
