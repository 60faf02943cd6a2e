// Hadoop Streaming: a job whose mapper, combiner and reducer are any executables that read lines on
// standard input and write lines on standard output (Hadoop: streaming.StreamJob).
#pragma once

#include <string>
#include <vector>

namespace mammoth::mapreduce::streaming {

// Answers the exit code: 0; 1 for a job that failed or options that make no sense; 5 where it could
// not begin.
int runStreamJob(std::vector<std::string> arguments);

}  // namespace mammoth::mapreduce::streaming
