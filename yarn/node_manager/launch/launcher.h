// Turns a container whose files are there into a running process, and its end into words (Hadoop:
// ContainerLaunch, DefaultContainerExecutor). All processes run as this daemon's user.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <mutex>
#include <string>

#include "common/base/result.h"
#include "yarn/node_manager/containers/containers.h"
#include "yarn/node_manager/launch/directories.h"
#include "yarn/node_manager/launch/environment.h"
#include "yarn/node_manager/launch/process_runner.h"

namespace mammoth::yarn::node {

struct LaunchSettings {
  EnvironmentFacts facts;  // without what belongs to one container
  bool debug_information = true;
  std::chrono::milliseconds kill_delay{250};
  std::chrono::milliseconds delete_delay{0};
  std::size_t stderr_tail_bytes = 4096;
  bool recoverable = false;  // processes write down their end for the next NodeManager
};

// Where the news go. Called on any thread, without locks held.
struct LaunchEvents {
  std::function<void(const std::string& id, int pid)> launched;
  std::function<void(const std::string& id, const ProcessEnd& end)> exited;
  // Before a process is started and before files are removed: return when a restart would know why.
  std::function<void(const std::string& id)> launching{};
  std::function<void()> removing{};
};

// Thread-safe once start() has been called. What it is given must outlive stop().
class Launcher {
 public:
  Launcher(const Directories& directories, ProcessRunner& runner, std::size_t threads);
  ~Launcher();  // stops

  // Before the first launch.
  void start(LaunchSettings settings, LaunchEvents events);
  // Waits for what is being launched or removed; processes go on. Idempotent.
  void stop();

  void launch(const Container& container);
  // Its process may run since before this daemon did, or have left word of its end.
  void adopt(const Container& container);
  void kill(const Container& container);
  void signal(int pid, int number) { runner_.signal(pid, number); }
  void clean(const Container& container);
  void end_application(const NodeApplication& application);
  // Removes what has stayed for delete_delay; `now_ms` is monotonic.
  void tick(std::int64_t now_ms);

 private:
  void remove(std::function<void()> removal);
  Result<int> carry_out(const Container& container);
  Result<int> take_up(const ContainerSpec& spec);
  void await_word(const ContainerSpec& spec);
  std::string pid_file(const ContainerSpec& spec) const;
  Result<std::string> write_starter(const ContainerSpec& spec, const std::string& script) const;
  Result<void> write_files(const Container& container, const EnvironmentFacts& facts);
  EnvironmentFacts facts_of(const ContainerSpec& spec) const;
  ProcessEnd end_of(const ContainerSpec& spec, int status) const;
  std::string error_text(const ContainerSpec& spec, int status) const;

  const Directories& directories_;
  ProcessRunner& runner_;
  LaunchSettings settings_;  // constant after start
  LaunchEvents events_;      // constant after start
  std::mutex mutex_;
  std::int64_t now_ms_ = 0;  // this and the next guarded by mutex_
  std::deque<std::pair<std::int64_t, std::function<void()>>> removals_;  // and when they are due
  asio::thread_pool remover_{1};  // one at a time: two would stumble over one another
  asio::thread_pool workers_;
};

}  // namespace mammoth::yarn::node
