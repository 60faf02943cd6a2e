// Starts processes, each the leader of a group of its own, and says when they have ended. What they
// leave of their group behind is killed then.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/async/task.h"
#include "common/base/result.h"

namespace mammoth::yarn::node {

struct ProcessOrder {
  std::vector<std::string> words;  // program and arguments
  std::string directory;
  std::string output{};  // file for both streams, made anew
};

// Thread-safe. The context must run on one thread. A process is waited for on that thread and
// signalled from there, so that no signal reaches a stranger who got the number later.
class ProcessRunner {
 public:
  // Called on the context's thread with the exit code, or 128 + signal.
  using Ended = std::function<void(int status)>;

  explicit ProcessRunner(asio::io_context& context);
  ~ProcessRunner();  // stops

  // The pid, which is also the group's.
  Result<int> start(const ProcessOrder& order, Ended ended);
  // A group leader that another process has started. `ended` is called with -1: nobody can be told
  // the status of a stranger's child. kIo when there is none.
  Result<void> adopt(int pid, Ended ended);
  void signal(int pid, int signal);
  // TERM to the group, and KILL when its leader still lives after `delay`.
  void terminate(int pid, std::chrono::milliseconds delay);
  // How many have not ended.
  std::size_t alive() const;
  // Nobody is told of an end any more; processes live on. The context must still run. Idempotent.
  void stop();

 private:
  struct State;
  enum class Child { kOwn, kAdopted };
  static void watch(const std::shared_ptr<State>& state, int pid, int descriptor, Child child,
                    Ended ended);

  const std::shared_ptr<State> state_;
};

}  // namespace mammoth::yarn::node
