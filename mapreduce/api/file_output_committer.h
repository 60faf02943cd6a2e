// FileOutputCommitter: how files of task attempts become the job's output (Hadoop:
// lib.output.FileOutputCommitter; the layout is the same, so that attempts of both can be in one
// directory).
//
//   OUT/_temporary/<n>/_temporary/<attempt>/   what an attempt writes; n: the job's own attempt
//   OUT/_temporary/<n>/<task>/                 algorithm 1: what a committed task wrote
//   OUT/                                       algorithm 2: committed tasks; both: the whole job
//   OUT/_SUCCESS                               the job is committed
//
// Algorithm 2, the default, makes output visible task by task; with 1 it is moved when the job is
// committed, and tasks that an earlier attempt of the job committed can be taken over.
#pragma once

#include <string>

#include "mapreduce/api/output_format.h"

namespace mammoth::mapreduce {

// Not thread-safe; each attempt has its own. Without an output directory there is nothing to
// commit.
class FileOutputCommitter : public OutputCommitter {
 public:
  explicit FileOutputCommitter(const JobContext& context);

  void setupJob(JobContext& context) override;
  void commitJob(JobContext& context) override;
  void abortJob(JobContext& context) override;
  void setupTask(TaskAttemptContext& context) override;
  bool needsTaskCommit(TaskAttemptContext& context) override;
  void commitTask(TaskAttemptContext& context) override;
  void abortTask(TaskAttemptContext& context) override;

  std::string workPath(const TaskAttemptContext& context) const;
  // Algorithm 1, after a restart of the job: takes over what a task committed to the job attempt
  // before. False: nothing was committed.
  bool recoverTask(TaskAttemptContext& context);

 private:
  std::string jobAttemptPath(const Configuration& configuration) const;
  std::string committedTaskPath(const TaskAttemptContext& context, int job_attempt) const;
  void mergePaths(const Configuration& configuration, const std::string& from,
                  const std::string& to) const;

  std::string output_;
  int algorithm_;
};

}  // namespace mammoth::mapreduce
