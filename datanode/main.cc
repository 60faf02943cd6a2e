// datanode [-conf FILE]… [-D key=value]…
#include <fmt/format.h>
#include <malloc.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>
#include <vector>

#include "common/base/log.h"
#include "common/daemon/arguments.h"
#include "common/daemon/lifetime.h"
#include "datanode/datanode.h"

namespace mammoth::datanode {
namespace {

constexpr const char* kUsage = "Usage: datanode [-regular] [-conf file] [-D key=value]";

Result<DaemonArguments> parse_arguments(const std::vector<std::string>& words) {
  DaemonArguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] != "-regular" && !TRY(arguments.take(words, i)))
      return Error{ErrorCode::kIllegalArgument, kUsage};
  return arguments;
}

// Many threads that live as long as a connection: few arenas, and large buffers that go back to the
// system when they are freed.
void limit_memory() {
  ::mallopt(M_ARENA_MAX, 2);
  ::mallopt(M_MMAP_THRESHOLD, 256 << 10);
  ::mallopt(M_TRIM_THRESHOLD, 1 << 20);
}

// Every connection takes several descriptors.
void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

Result<int> run(const std::vector<std::string>& words) {
  const DaemonArguments arguments = TRY(parse_arguments(words));
  const Configuration configuration = TRY(arguments.load());
  Settings settings = TRY(Settings::read(configuration));
  settings.reload = [arguments] { return arguments.read(); };

  using Health = DaemonLifetime::Health;
  DaemonLifetime lifetime("datanode");
  std::atomic<bool> failed = false;
  Datanode datanode(std::move(settings), [&failed](std::optional<std::string> failure) {
    if (failure) {
      log::error("datanode", "Exiting: {}", *failure);
      failed = true;
    }
    ::kill(::getpid(), SIGTERM);
  });
  TRY(datanode.start());
  const bool asked =
      lifetime.wait(fmt::format("DataNode up at port {}", datanode.transfer_port()), [&] {
        if (failed) return Health::kFailed;
        return datanode.responsive() ? Health::kGood : Health::kHangs;
      });
  datanode.stop();
  log::info("datanode", "DataNode stopped");
  return asked ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace mammoth::datanode

int main(int argc, char** argv) {
  using namespace mammoth;
  datanode::limit_memory();
  datanode::raise_file_limit();
  try {
    const Result<int> status = datanode::run(std::vector<std::string>(argv + 1, argv + argc));
    if (status) return *status;
    log::error("datanode", "Failed to start datanode. {}", status.error().message);
  } catch (const std::exception& failure) {
    log::error("datanode", "Failed to start datanode. {}", failure.what());
  }
  return EXIT_FAILURE;
}
