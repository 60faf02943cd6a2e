// yarn-cli COMMAND …: what the program `yarn` becomes for commands that speak to the
// ResourceManager.
#include <csignal>

#include "common/base/log.h"
#include "common/daemon/arguments.h"
#include "yarn/cli/commands.h"

namespace mammoth::yarn {
namespace {

struct Command {
  std::string_view name;
  int (*run)(Session& session, const Words& words);
};

constexpr Command kCommands[] = {
    {"app", &run_application},
    {"application", &run_application},
    {"applicationattempt", &run_attempt},
    {"cluster", &run_cluster},
    {"container", &run_container},
    {"logs", &run_logs},
    {"node", &run_node},
    {"queue", &run_queue},
    {"rmadmin", &run_rmadmin},
    {"top", &run_top},
};

int run(const Words& words) {
  DaemonArguments options;
  Words rest;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const Result<bool> taken = options.take(words, i);
    if (!taken) return fail(taken.error());
    if (!*taken) rest.push_back(words[i]);
  }
  Result<Configuration> configuration = options.load();
  if (!configuration) return fail(configuration.error());
  Session session(std::move(*configuration));
  for (const Command& command : kCommands)
    if (!words.empty() && command.name == words[0]) return command.run(session, rest);
  complain(
      "yarn-cli: app, application, applicationattempt, cluster, container, logs, node, queue, "
      "rmadmin or top, and what is asked of it");
  return kFailed;
}

}  // namespace
}  // namespace mammoth::yarn

int main(int argc, char** argv) {
  // A reader that leaves a pipe is noticed by the write that fails.
  std::signal(SIGPIPE, SIG_IGN);
  mammoth::log::set_level(mammoth::log::Level::kWarn);
  return mammoth::yarn::run({argv + 1, argv + argc});
}
