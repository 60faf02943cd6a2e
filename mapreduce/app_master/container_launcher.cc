#include "mapreduce/app_master/container_launcher.h"

#include "common/base/log.h"

namespace mammoth::mapreduce::app_master {

namespace {

constexpr const char* kShuffleService = "mapreduce_shuffle";

// Four bytes, big-endian; more may follow. 0: none.
int shuffle_port_of(const yarn::ServiceMetadata& services) {
  const auto found = services.find(kShuffleService);
  if (found == services.end() || found->second.size() < 4) return 0;
  int port = 0;
  for (int i = 0; i < 4; ++i)
    port = port << 8 | static_cast<unsigned char>(found->second[static_cast<std::size_t>(i)]);
  return port > 0 && port <= 65535 ? port : 0;
}

}  // namespace

ContainerLauncher::ContainerLauncher(SharedJob& job, yarn::NodeManagers& nodes, MakeLaunch make,
                                     int threads)
    : job_(job), nodes_(nodes), make_(std::move(make)) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

ContainerLauncher::~ContainerLauncher() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    waiting_.clear();
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ContainerLauncher::post(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(job));
  }
  changed_.notify_one();
}

void ContainerLauncher::work() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    job();
  }
}

void ContainerLauncher::launch(schedule::LaunchAttempt order) {
  post([this, order = std::move(order)] { carry_out(order); });
}

void ContainerLauncher::carry_out(const schedule::LaunchAttempt& order) {
  std::string failure;
  int port = 0;
  try {
    const auto started = nodes_.start(order.container, make_(order.attempt));
    if (started)
      port = shuffle_port_of(*started);
    else
      failure = started.error().message;
    const bool needs_shuffle = job_.read(
        [&](const schedule::JobMachine& machine) {
          return order.attempt.type == TaskType::MAP && machine.plan().reduces > 0;
        },
        false);
    if (started && needs_shuffle && port == 0) {
      failure = "Invalid shuffle port number -1 returned for " + order.container.id;
      (void)nodes_.stop(order.container.node, order.container.id);
    }
  } catch (const std::exception& exception) {
    failure = exception.what();
  }
  if (!failure.empty())
    log::warn("launcher.ContainerLauncher", "Container launch failed for {} : {}",
              order.container.id, failure);
  job_.act([&](schedule::JobMachine& machine) {
    if (failure.empty())
      machine.launched(order.attempt, port);
    else
      machine.launch_failed(order.attempt, failure);
  });
}

void ContainerLauncher::stop(schedule::StopContainer order) {
  post([this, order = std::move(order)] {
    const auto stopped = nodes_.stop(order.node, order.container);
    if (!stopped)
      log::warn("launcher.ContainerLauncher", "cannot stop {}: {}", order.container,
                stopped.error().message);
  });
}

}  // namespace mammoth::mapreduce::app_master
