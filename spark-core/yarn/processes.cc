#include "spark-core/yarn/processes.h"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "common/base/log.h"
#include "spark-core/net/outbox.h"
#include "spark-core/plan/code_ref.h"
#include "spark-core/remote/executor_process.h"
#include "spark-core/yarn/driver_container.h"

namespace mammoth::spark::on_yarn {
namespace {

constexpr int kExitNoExecutors = 11;  // Spark: EXIT_MAX_EXECUTOR_FAILURES

int variable(const char* name) {
  const char* text = std::getenv(name);
  if (text == nullptr) throw SparkException(std::string("no variable ") + name);
  return std::atoi(text);
}

void post_to_driver(net::Outbox& outbox, Message kind, std::string body) {
  outbox.post(static_cast<std::uint8_t>(kind), std::move(body));
}

// Until the driver says stop or is gone; answers why the application ended.
void obey(net::Socket& driver, Allocator& allocator) {
  while (true) {
    const net::Frame frame = net::receive_frame(driver, kMostMessageBytes);
    switch (static_cast<Message>(frame.kind)) {
      case Message::kWanted:
        allocator.want(from_bytes<WantedExecutors>(frame.body));
        break;
      case Message::kKill:
        allocator.kill(frame.body);
        break;
      case Message::kStop:
        return;
      default:
        throw net::ConnectionLost("the driver sent an unknown message");
    }
  }
}

int serve_driver(const yarn::ContainerEnvironment& self, const MasterSpec& spec) {
  net::Socket driver = net::Socket::connect(spec.pattern.driver_host, spec.pattern.driver_port,
                                            std::chrono::seconds(100));
  net::authenticate_to_server(driver, spec.pattern.secret);
  net::send_frame(driver, static_cast<std::uint8_t>(Message::kMaster), {});
  net::Outbox outbox(driver);
  std::mutex mutex;
  std::string gave_up;  // guarded by mutex
  Allocator allocator(self, spec,
                      {[&](const ExecutorExited& executor) {
                         post_to_driver(outbox, Message::kExited, to_bytes(executor));
                       },
                       [&](const std::string& reason) {
                         const std::lock_guard lock(mutex);
                         gave_up = reason;
                         post_to_driver(outbox, Message::kGaveUp, reason);
                       }});
  allocator.set_pattern(spec.pattern);
  try {
    obey(driver, allocator);
  } catch (const std::exception& error) {
    log::warn("spark-yarn", "Driver terminated or disconnected! Shutting down. {}", error.what());
  }
  const std::string reason = [&] {
    const std::lock_guard lock(mutex);
    return gave_up;
  }();
  allocator.finish(reason.empty() ? yarn::FinalStatus::kSucceeded : yarn::FinalStatus::kFailed, reason);
  remove_staging(spec);
  outbox.close();
  return reason.empty() ? 0 : kExitNoExecutors;
}

template <class Run>
int guarded_run(const Run& run) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run();
  } catch (const std::exception& error) {
    const std::string line = fmt::format("spark-executor: {}\n", error.what());
    static_cast<void>(!::write(2, line.data(), line.size()));
    return 1;
  }
}

}  // namespace

yarn::ContainerEnvironment own_container() {
  auto self = yarn::read_container_environment();
  if (!self) throw SparkException(self.error().message);
  return std::move(*self);
}

std::string own_secret_bytes(const yarn::ContainerEnvironment& self, const char* name) {
  const std::string* bytes = self.credentials.find_secret(name);
  if (bytes == nullptr)
    throw SparkException(std::string("the container's credentials have no secret ") + name);
  return *bytes;
}

int run_executor_in_container(const LibraryAbi& abi) {
  return guarded_run([&abi] {
    const auto self = own_container();
    auto spec = from_bytes<ExecutorSpec>(own_secret_bytes(self, kExecutorSecret));
    spec.id = std::to_string(variable(kExecutorId));
    spec.cores = variable(kExecutorCores);
    spec.host = self.node_host;
    if (self.local_dirs.empty()) throw SparkException("the container has no local directory");
    for (const std::string& directory : self.local_dirs)
      spec.roots.push_back(directory + "/spark-" + self.container + "/blocks");
    spec.directory = self.local_dirs.front() + "/spark-" + self.container;
    return run_executor(std::move(spec), abi);
  });
}

int run_executor_master() {
  return guarded_run([] {
    const auto self = own_container();
    return serve_driver(self, from_bytes<MasterSpec>(own_secret_bytes(self, kMasterSecret)));
  });
}

}  // namespace mammoth::spark::on_yarn
