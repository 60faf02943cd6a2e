// One attempt of a map task, from its split to its output (Hadoop: MapTask): sorted segments for
// the reduces, or, in a job without reduces, the job's own output.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mapreduce/task/job_classes.h"
#include "mapreduce/task/segments.h"

namespace mammoth::mapreduce::engine {

// A split as it travels.
struct SplitBytes {
  std::string class_name;
  std::string bytes;
};

// Runs the mapper on this thread. `directory` exists and is the attempt's own; it will hold
// file.out. What the user's code throws comes out. Nothing: a job without reduces.
std::optional<SegmentFile> runMap(const JobClasses& classes, TaskAttemptContext& context,
                                  const SplitBytes& split, const std::string& directory);

}  // namespace mammoth::mapreduce::engine
