// distributed-shell N COMMAND: runs a shell command in N containers and answers their exit codes
// (Hadoop: the distributed shell). The same program is client and application master; the nodes must
// have it under the same path.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "common/config/configuration.h"
#include "common/yarn/application_master.h"
#include "common/yarn/node_managers.h"

namespace {

using namespace mammoth;

constexpr std::chrono::milliseconds kPause{50};

int run_client(const Configuration& configuration, const std::string& count,
               const std::string& command) {
  yarn::ApplicationClient client(configuration);
  const std::string id = client.new_application().value().id;
  const std::string program = std::filesystem::canonical("/proc/self/exe");
  const char* const conf = std::getenv("HADOOP_CONF_DIR");
  client
      .submit({.id = id,
               .name = "distributed-shell",
               .max_attempts = 1,
               .master = {256, 1},
               .launch = {.environment = {{"HADOOP_CONF_DIR", conf == nullptr ? "" : conf},
                                          {"SHELL_COMMAND", command}},
                          .commands = {program, "--master", count, "1><LOG_DIR>/stdout",
                                       "2><LOG_DIR>/stderr"}}})
      .value();
  for (;;) {
    const auto report = client.report(id).value();
    if (yarn::is_over(report.state)) {
      fmt::print("{}\n{}\n", id, report.diagnostics);
      return report.final_status == yarn::FinalStatus::kSucceeded ? 0 : 1;
    }
    std::this_thread::sleep_for(kPause);
  }
}

int run_master(const Configuration& configuration, int count, const std::string& command) {
  const auto self = yarn::read_container_environment().value();
  yarn::NodeManagers nodes(self.attempt);
  yarn::ApplicationMaster master(configuration, self, nodes);
  master.register_master({.host = self.node_host}).value();
  const yarn::Resources size{128, 1};
  master.asks().change(1, yarn::ResourceAsks::kAnywhere, size, count);
  int done = 0;
  int failed = 0;
  while (done < count) {
    const auto got = master.allocate(static_cast<float>(done) / static_cast<float>(count)).value();
    for (const auto& container : got.allocated) {
      master.asks().change(1, yarn::ResourceAsks::kAnywhere, size, -1);
      nodes.start(container, {.commands = {command, "1><LOG_DIR>/stdout", "2><LOG_DIR>/stderr"}})
          .value();
    }
    for (const auto& container : got.completed) {
      ++done;
      if (container.exit_status != 0) ++failed;
    }
    std::this_thread::sleep_for(kPause);
  }
  master
      .finish(failed == 0 ? yarn::FinalStatus::kSucceeded : yarn::FinalStatus::kFailed,
              fmt::format("{} of {} containers ended well", done - failed, count), "")
      .value();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto configuration = Configuration::load("").value();
    if (argc == 3 && std::string_view(argv[1]) == "--master")
      return run_master(configuration, std::atoi(argv[2]), std::getenv("SHELL_COMMAND"));
    if (argc == 3) return run_client(configuration, argv[1], argv[2]);
    fmt::print(stderr, "Usage: distributed-shell N COMMAND\n");
  } catch (const std::exception& failure) {
    fmt::print(stderr, "{}\n", failure.what());
  }
  return 1;
}
