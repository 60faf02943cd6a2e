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
#include "common/config/configuration.h"
#include "datanode/datanode.h"

namespace mammoth::datanode {
namespace {

constexpr const char* kUsage = "Usage: datanode [-regular] [-conf file] [-D key=value]";

struct Arguments {
  std::vector<std::string> configuration_files;
  std::vector<std::pair<std::string, std::string>> settings;
};

Result<void> add_setting(Arguments& arguments, const std::string& text) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string::npos)
    return Error{ErrorCode::kIllegalArgument, "-D expects key=value, not " + text};
  arguments.settings.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  return {};
}

Result<Arguments> parse_arguments(const std::vector<std::string>& words) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    const bool has_next = i + 1 < words.size();
    if (word == "-regular") {
      continue;
    } else if (word == "-conf" && has_next) {
      arguments.configuration_files.push_back(words[++i]);
    } else if (word == "-D" && has_next) {
      TRY(add_setting(arguments, words[++i]));
    } else if (word.starts_with("-D") && word.size() > 2) {
      TRY(add_setting(arguments, word.substr(2)));
    } else {
      return Error{ErrorCode::kIllegalArgument, kUsage};
    }
  }
  return arguments;
}

Result<Configuration> load_configuration(const Arguments& arguments) {
  Configuration configuration = TRY(Configuration::load({}));
  for (const auto& file : arguments.configuration_files) {
    const bool yaml = file.ends_with(".yaml") || file.ends_with(".yml");
    TRY(yaml ? configuration.add_yaml_file(file) : configuration.add_xml_file(file));
  }
  for (const auto& [key, value] : arguments.settings) configuration.set(key, value);
  TRY(configuration.validate());
  return configuration;
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
  const Arguments arguments = TRY(parse_arguments(words));
  const Configuration configuration = TRY(load_configuration(arguments));
  Settings settings = TRY(Settings::read(configuration));

  // Blocked before any thread exists, so that only the wait below receives them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);

  std::atomic<int> status = EXIT_SUCCESS;
  Datanode datanode(std::move(settings), [&status](std::optional<std::string> failure) {
    if (failure) {
      log::error("datanode", "Exiting: {}", *failure);
      status = EXIT_FAILURE;
    }
    ::kill(::getpid(), SIGTERM);
  });
  TRY(datanode.start());
  int signal = 0;
  sigwait(&signals, &signal);
  log::info("datanode", "RECEIVED SIGNAL {}: SIG{}", signal, ::sigabbrev_np(signal));
  datanode.stop();
  log::info("datanode", "DataNode stopped");
  return status.load();
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
