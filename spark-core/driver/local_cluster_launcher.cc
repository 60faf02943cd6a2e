#include "spark-core/driver/local_cluster_launcher.h"

#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "spark-core/executor/memory_share.h"
#include "spark-core/plan/code_ref.h"
#include "spark-core/remote/spec_pipe.h"

namespace mammoth::spark {
namespace {

constexpr int kMostRetries = 10;  // spark.deploy.maxExecutorRetries

void pass_on(std::string_view text) {
  static_cast<void>(!::write(2, text.data(), text.size()));
}

// Below the application's directory on its disk, beside it on others.
LocalRoots own_roots(const ExecutorSpec& spec) {
  const std::filesystem::path application = spec.application_directory;
  LocalRoots roots{spec.directory + "/blocks"};
  for (const std::string& directory : local_directories(Settings(spec.settings)))
    if (directory != application.parent_path())
      roots.push_back(directory + "/" + application.filename().string() + "-" + spec.id);
  return roots;
}

}  // namespace

void LocalClusterLauncher::start(const ExecutorSpec& pattern, LauncherEvents events) {
  pattern_ = pattern;
  events_ = std::move(events);
  for (int i = 0; i < executors_; ++i) threads_.emplace_back([this] { keep_running(); });
}

void LocalClusterLauncher::joined(const std::string& executor) {
  const std::lock_guard lock(mutex_);
  joined_.insert(executor);
  failures_in_a_row_ = 0;
}

void LocalClusterLauncher::kill(const std::string& executor) {
  const std::lock_guard lock(mutex_);
  if (const auto found = running_.find(executor); found != running_.end())
    found->second->kill(SIGKILL);
}

void LocalClusterLauncher::expect_end() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
}

void LocalClusterLauncher::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto& [id, process] : running_) process->kill(SIGKILL);  // those that did not stop
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void LocalClusterLauncher::keep_running() {
  while (true) {
    std::string id;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      id = std::to_string(next_id_++);
    }
    const ChildEnd end = run_one(id);
    bool hopeless = false;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      hopeless = !joined_.contains(id) && ++failures_in_a_row_ > kMostRetries;
    }
    if (hopeless)
      return events_.failed("Master removed our application: FAILED. The last executor said: " +
                            to_text(end));
    scheduler::ExecutorLoss loss = scheduler::ExecutorLoss::exited(end.exit_code, true);
    loss.message = to_text(end);
    events_.exited(id, loss);
  }
}

ChildEnd LocalClusterLauncher::run_one(const std::string& id) {
  ExecutorSpec spec = pattern_;
  spec.id = id;
  spec.host = spec.driver_host;
  spec.cores = cores_;
  spec.directory = spec.application_directory + "/executor-" + id;
  spec.roots = own_roots(spec);
  ChildEnd end;
  try {
    ChildProcess process({sibling_program("spark-executor")}, frame_of(spec), {&pass_on});
    {
      const std::lock_guard lock(mutex_);
      running_[id] = &process;
      if (stopping_) process.kill(SIGKILL);
    }
    end = process.wait();
    const std::lock_guard lock(mutex_);
    running_.erase(id);
  } catch (const std::system_error& error) {
    end.words = error.what();
  }
  std::error_code ignored;  // of one that was killed
  std::filesystem::remove_all(spec.directory, ignored);
  for (const std::string& root : spec.roots) std::filesystem::remove_all(root, ignored);
  return end;
}

}  // namespace mammoth::spark
