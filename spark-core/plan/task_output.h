// A task's part of an output directory, in the layout of Hadoop's FileOutputCommitter: bytes go to
// OUT/_temporary/0/_temporary/attempt_…/part-00000 and become visible as OUT/part-00000 when the
// task commits and the job after it; OUT/_SUCCESS appears last.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "spark-core/plan/task_context.h"

namespace mammoth::spark {

// For one task's thread. Failures throw; without commit() nothing stays.
class [[gnu::visibility("default")]] TaskOutput {
 public:
  virtual ~TaskOutput();
  virtual void write(std::string_view bytes) = 0;
  virtual void commit() = 0;
};

// `descriptor` is Session::begin_output's.
[[gnu::visibility("default")]] std::unique_ptr<TaskOutput> open_task_output(
    TaskContext& context, std::string_view descriptor);

// The same for a SequenceFile of keys and values of these classes, in compressed blocks where the
// descriptor names a codec.
class [[gnu::visibility("default")]] RecordOutput {
 public:
  virtual ~RecordOutput();
  virtual void append(std::string_view key, std::string_view value) = 0;
  virtual void commit() = 0;
};
[[gnu::visibility("default")]] std::unique_ptr<RecordOutput> open_sequence_output(
    TaskContext& context, std::string_view descriptor, std::string_view key_class,
    std::string_view value_class);

// As Java prints a double (or float): 1.0, 1.0E-5.
[[gnu::visibility("default")]] void print_number(std::string& line, double value, bool single);

}  // namespace mammoth::spark
