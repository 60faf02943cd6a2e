// A program that a task feeds through its standard input and listens to on its standard output; what it
// says on standard error is the task's. Its environment is the task's with `variables` on top.
//
// For one thread, which does both: exchange() writes what the program takes and reads what it says, so
// neither waits for the other for ever.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mammoth::spark {

class [[gnu::visibility("default")]] ExternalProgram {
 public:
  virtual ~ExternalProgram();
  // Waits until it has taken something of `input` or said something, which is appended to `output`.
  // Answers how much it took; a program that reads no more takes all.
  virtual std::size_t exchange(std::string_view input, std::string& output) = 0;
  // No more input; appends what it says until something is there. False at the end of its output.
  virtual bool rest(std::string& output) = 0;
  // Its exit code; 128 and the signal for one that was killed.
  virtual int wait() = 0;
};

// Throws SparkException ("Cannot run program ...") when it cannot be started.
[[gnu::visibility("default")]] std::unique_ptr<ExternalProgram> start_program(
    const std::vector<std::string>& command, const std::map<std::string, std::string>& variables);

}  // namespace mammoth::spark
