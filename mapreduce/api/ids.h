// The names of jobs, tasks and attempts (Hadoop: JobID, TaskID, TaskAttemptID):
// job_local123_0001, task_local123_0001_m_000000, attempt_local123_0001_m_000000_0.
#pragma once

#include <string>

namespace mammoth::mapreduce {

enum class TaskType { MAP, REDUCE };

struct JobID {
  std::string identifier;  // "local123", or the start of the ResourceManager in ms
  int id = 0;
  std::string toString() const;
};

struct TaskAttemptID {
  JobID job;
  TaskType type = TaskType::MAP;
  int task = 0;
  int attempt = 0;

  bool isMap() const { return type == TaskType::MAP; }
  std::string taskToString() const;  // "task_…"
  std::string toString() const;      // "attempt_…"
};

}  // namespace mammoth::mapreduce
