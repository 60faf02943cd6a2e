// A program that a task talks to: lines in, lines out, and reports on its standard error. For one
// owner; its three streams may be used by three threads.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mammoth::mapreduce::streaming {

// A command line as Hadoop takes it apart: at blanks, but not inside ' or ".
std::vector<std::string> splitCommand(std::string_view command);

class ChildProcess {
 public:
  // `environment` holds NAME=value. The program is looked for in the working directory first, then
  // along PATH. Throws IOException where it cannot be run.
  ChildProcess(const std::string& command, const std::vector<std::string>& environment);
  // Kills it if it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // False when the program does not read any more.
  bool write(std::string_view bytes);
  void closeInput();
  int output() const { return output_; }  // descriptors to read from
  int errors() const { return errors_; }
  // The exit code; 128 + number for a signal.
  int wait();
  void kill();

 private:
  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
};

// Calls `each` for every line of a descriptor, without its LF, until the end.
void forEachLine(int descriptor, const std::function<void(std::string_view line)>& each);

}  // namespace mammoth::mapreduce::streaming
