// historyserver [-conf FILE]… [-D key=value]…
#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "common/base/log.h"
#include "common/daemon/arguments.h"
#include "common/daemon/lifetime.h"
#include "mapreduce/history_server/history_server.h"

namespace mammoth::mapreduce::history {
namespace {

constexpr const char* kName = "historyserver";

Result<int> run(const std::vector<std::string>& words) {
  DaemonArguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!TRY(arguments.take(words, i)))
      return Error{ErrorCode::kIllegalArgument, "Usage: historyserver [-conf file] [-D key=value]"};
  const mammoth::Configuration configuration = TRY(arguments.load());
  DaemonLifetime lifetime(kName);
  HistoryServer server(configuration);
  TRY(server.start());
  const std::string status = fmt::format("JobHistoryServer up at port {}, clients at {}",
                                         server.port(), server.rpc_port());
  log::info(kName, "{}", status);
  const bool asked = lifetime.wait(status, [] { return DaemonLifetime::Health::kGood; });
  server.stop();
  log::info(kName, "JobHistoryServer stopped");
  return asked ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace mammoth::mapreduce::history

int main(int argc, char** argv) {
  using namespace mammoth;
  try {
    const Result<int> status =
        mapreduce::history::run(std::vector<std::string>(argv + 1, argv + argc));
    if (status) return *status;
    log::error("historyserver", "Failed to start historyserver. {}", status.error().message);
  } catch (const std::exception& failure) {
    log::error("historyserver", "Failed to start historyserver. {}", failure.what());
  }
  return EXIT_FAILURE;
}
