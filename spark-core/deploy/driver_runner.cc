// A worker's drivers (Spark: DriverRunner).
#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "common/base/log.h"
#include "spark-core/deploy/driver_process.h"
#include "spark-core/deploy/output_file.h"
#include "spark-core/deploy/worker.h"

namespace mammoth::spark::deploy {
namespace {

constexpr auto kRestartPause = std::chrono::milliseconds(1'000);  // doubled each time
constexpr auto kLongestPause = std::chrono::milliseconds(60'000);
constexpr auto kLongEnough = std::chrono::seconds(5);  // a run after which the pause is short again

}  // namespace

void Worker::launch_driver(const LaunchDriver& order) {
  start_runner({order.id, kDriver}, [this, order](Runner& runner) { run_driver(order, runner); });
}

void Worker::run_driver(const LaunchDriver& order, Runner& runner) {
  DriverChanged change{order.id, DriverState::kError, {}};
  try {
    auto pause = kRestartPause;
    while (true) {
      const auto begin = std::chrono::steady_clock::now();
      const ChildEnd end = run_driver_once(order, runner);
      change.state = end.signal == 0 && end.exit_code == 0 ? DriverState::kFinished
                                                           : DriverState::kFailed;
      change.message = change.state == DriverState::kFinished ? "" : to_text(end);
      if (change.state == DriverState::kFinished || !order.who.supervise || runner.killed) break;
      if (std::chrono::steady_clock::now() - begin > kLongEnough) pause = kRestartPause;
      log::info("spark-worker", "Driver {} failed, starting it again in {} ms", order.id,
                pause.count());
      std::unique_lock lock(mutex_);
      if (stopped_.wait_for(lock, pause, [&] { return stopping_ || runner.killed; })) break;
      pause = std::min(pause * 2, kLongestPause);
    }
  } catch (const std::exception& error) {
    change.message = error.what();
  }
  if (runner.killed) change = {order.id, DriverState::kKilled, {}};
  report(Message::kDriverChanged, to_bytes(change));
}

ChildEnd Worker::run_driver_once(const LaunchDriver& order, Runner& runner) {
  const std::string directory = directory_of(order.id);
  std::filesystem::create_directories(directory);
  std::filesystem::permissions(directory, std::filesystem::perms::owner_all);
  const OutputFile output(directory + "/stdout"), errors(directory + "/stderr");
  DriverSpec spec{order.who, directory};
  spec.who.settings["spark.authenticate.secret"] = options_.secret;
  spec.who.settings["spark.driver.host"] = options_.host;
  spec.who.settings.emplace("spark.local.dir", directory);
  {
    const std::lock_guard lock(mutex_);
    if (runner.killed || stopping_) return {};
    runner.process = std::make_unique<ChildProcess>(
        std::vector<std::string>{sibling_program("spark-executor"), "driver"}, frame_of(spec),
        ChildProcess::Streams{[&](std::string_view text) { errors.write(text); },
                              output.descriptor()});
  }
  const ChildEnd end = runner.process->wait();
  const std::lock_guard lock(mutex_);
  runner.process.reset();
  return end;
}

}  // namespace mammoth::spark::deploy
