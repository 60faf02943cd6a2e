// A program that a task talks to: lines in, lines out, and reports on its standard error. For one
// owner; its three streams may be used by three threads.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mammoth::mapreduce::streaming {

// A command line as Hadoop takes it apart: at blanks, but not inside ' or ".
std::vector<std::string> splitCommand(std::string_view command);

using LineFunction = std::function<void(std::string_view line)>;

class ChildProcess {
 public:
  // `environment` holds NAME=value. The program is looked for in the working directory first, then
  // along PATH. Throws IOException where it cannot be run.
  ChildProcess(const std::string& command, const std::vector<std::string>& environment);
  // Kills it if it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // False when the program does not read any more, or is killed.
  bool write(std::string_view bytes);
  void closeInput();
  // Call `each` for every line that it writes, without its LF, until it closes its end or kill():
  // who has inherited that end and lives on is not waited for.
  void forEachLineOfOutput(const LineFunction& each) { forEachLine(output_, each); }
  void forEachLineOfErrors(const LineFunction& each) { forEachLine(errors_, each); }
  // The exit code; 128 + number for a signal.
  int wait();
  void kill();

 private:
  void forEachLine(int descriptor, const LineFunction& each) const;
  bool wait_for(int descriptor, short events) const;

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
  std::atomic<bool> killed_{false};
};

}  // namespace mammoth::mapreduce::streaming
