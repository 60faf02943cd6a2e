// `hdfs`, and under its other names `hadoop` and `yarn`: the command lines of the cluster.

#include <csignal>
#include <ctime>
#include <filesystem>
#include <string_view>

#include "common/webhdfs_client/webhdfs_file_system.h"
#include "hdfs-cli/front_end.h"

namespace {

bool sleep_ms(std::int64_t ms) {
  timespec left{ms / 1000, ms % 1000 * 1'000'000};
  while (::nanosleep(&left, &left) != 0) {
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace mammoth;
  // A reader that leaves a pipe is noticed by the write that fails.
  std::signal(SIGPIPE, SIG_IGN);
  log::set_level(log::Level::kWarn);

  cli::FileOutput out(1, 64 * 1024);
  cli::FileOutput err(2, 0, &out);
  cli::FileInput in(0);
  const SystemClock clock;
  cli::Environment environment{out, err, in, clock};
  environment.working_directory = std::filesystem::current_path();
  environment.open_file_system = &webhdfs_client::open_file_system;
  environment.open_admin = &hdfs::open_admin;
  environment.sleep = &sleep_ms;

  std::string_view program = argv[0];
  program.remove_prefix(program.rfind('/') + 1);
  return cli::run_front_end(environment, program, {argv + 1, argv + argc});
}
