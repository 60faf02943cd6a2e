// A process that was started with something to read on its standard input, which stays open as its
// lifeline, and whose standard error is heard (and its standard output, where asked): what executors
// are to local-cluster drivers and workers. Its environment is the starter's.
//
// wait() is for one thread; kill() for any.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace mammoth::spark {

struct ChildEnd {
  int exit_code = -1;
  int signal = 0;       // that killed it; 0: it exited
  std::string words{};  // the last lines of its standard error
};
// "Command exited with code 1", "Command killed by signal 11 (SIGSEGV)", and the words below.
std::string to_text(const ChildEnd& end);

class ChildProcess {
 public:
  struct Streams {
    std::function<void(std::string_view text)> heard;  // standard error; may be null
    int output = 1;                                     // descriptor of its standard output
  };
  // Throws std::system_error when it cannot be started.
  ChildProcess(const std::vector<std::string>& command, const std::string& input, Streams streams);
  ~ChildProcess();  // kills, and waits
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  int pid() const { return pid_; }
  ChildEnd wait();
  void kill(int signal);  // nothing after its end was waited for
  void close_input();     // the lifeline

 private:
  void hear();
  const Streams streams_;
  std::mutex mutex_;
  int pid_ = -1;
  bool running_ = false;  // guarded by mutex_
  int input_ = -1;        // guarded by mutex_
  int heard_ = -1;
  std::string words_;
};

// The program of that name beside this one, else as the PATH finds it.
std::string sibling_program(const std::string& name);

}  // namespace mammoth::spark
