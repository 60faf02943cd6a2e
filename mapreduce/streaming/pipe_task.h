// PipeTask: one task's records through a program (Hadoop: PipeMapRed). The task's thread writes to
// the program, one reads what it writes and hands the records on, one reads its reports:
//
//   reporter:counter:GROUP,COUNTER,AMOUNT     reporter:status:TEXT      (on standard error)
//
// Other lines of standard error go to that of this process.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <thread>

#include "mapreduce/api/context.h"
#include "mapreduce/api/output_format.h"
#include "mapreduce/io/text.h"
#include "mapreduce/streaming/child_process.h"

namespace mammoth::mapreduce::streaming {

enum class Side { MAP, REDUCE };

class PipeTask {
 public:
  // Starts `command`. What it writes is cut into key and value by the separators of `side` and goes
  // to `writer`, which must outlive it.
  PipeTask(const std::string& command, Side side, TaskAttemptContext& context,
           RecordWriter<Text, Text>& writer);
  ~PipeTask();

  // A line for the program: key, the input separator of its side, and value; or the value alone.
  // False when it does not read any more.
  bool writePair(std::string_view key, std::string_view value);
  bool writeValue(std::string_view value);
  // Waits for the program's end. Throws RuntimeException where its exit code is not zero, unless
  // stream.non.zero.exit.is.failure is false.
  void finish();

 private:
  void readOutput();
  void readErrors();
  void takeReport(std::string_view report);
  bool flush();
  void join();

  TaskAttemptContext& context_;
  RecordWriter<Text, Text>& writer_;
  const std::string input_separator_;
  const std::string output_separator_;
  const int key_fields_;
  const std::string report_prefix_;
  ChildProcess process_;
  std::string pending_;
  std::exception_ptr failure_;  // of the reading thread; read after its join
  std::thread output_;
  std::thread errors_;
};

// A line's key and value: before and behind the `fields`th separator.
std::pair<std::string_view, std::string_view> splitLine(std::string_view line,
                                                        std::string_view separator, int fields);

// The environment of a task's program: this process's, every property of the job (with _ for what
// is neither letter nor digit), the old names that scripts use, and stream.addenvironment.
std::vector<std::string> environmentOf(const TaskAttemptContext& context);

}  // namespace mammoth::mapreduce::streaming
