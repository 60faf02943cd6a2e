// One attempt of a reduce task over the segments it has been given (Hadoop: ReduceTask). Memory is
// bounded by mapreduce.task.io.sort.factor open segments, whatever their number and length.
#pragma once

#include <string>
#include <vector>

#include "mapreduce/task/job_classes.h"
#include "mapreduce/task/segments.h"

namespace mammoth::mapreduce::engine {

// Runs the reducer on this thread; `segments` are its partition of every map's output, and
// `directory` is the attempt's own, for merges. What the user's code throws comes out.
void runReduce(const JobClasses& classes, TaskAttemptContext& context,
               std::vector<Segment> segments, const std::string& directory);

}  // namespace mammoth::mapreduce::engine
