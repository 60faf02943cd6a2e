// Output directories in the layout of Hadoop's FileOutputCommitter, version 1:
//
//   OUT/_temporary/0/_temporary/attempt_J_S_m_P_A/part-P   while the attempt writes
//   OUT/_temporary/0/task_J_S_m_P/part-P                   once it has committed
//   OUT/part-P, OUT/_SUCCESS                               once the job has
//
// Failures are SparkException with Hadoop's messages. The functions are for the driver; tasks use
// plan/task_output.h.
#pragma once

#include <string>

#include "common/formats/codec.h"
#include "spark-core/executor/file_systems.h"

namespace mammoth::spark {

struct OutputDescriptor {
  std::string path{};   // qualified
  std::string codec{};  // class name; empty: none
  std::string job{};    // names the attempts
};

// Refuses a directory that exists ("Output directory X already exists").
OutputDescriptor begin_output_job(FileSystems& file_systems, const std::string& path,
                                  const std::string& codec, const std::string& job);
void commit_output_job(FileSystems& file_systems, const OutputDescriptor& output);
void abort_output_job(FileSystems& file_systems, const OutputDescriptor& output);

}  // namespace mammoth::spark
