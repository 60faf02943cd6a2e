#include "mapreduce/api/ids.h"

#include <fmt/format.h>

namespace mammoth::mapreduce {

std::string JobID::toString() const {
  return fmt::format("job_{}_{:04}", identifier, id);
}

std::string TaskAttemptID::taskToString() const {
  return fmt::format("task_{}_{:04}_{}_{:06}", job.identifier, job.id, isMap() ? 'm' : 'r', task);
}

std::string TaskAttemptID::toString() const {
  return fmt::format("attempt_{}_{:04}_{}_{:06}_{}", job.identifier, job.id, isMap() ? 'm' : 'r',
                     task, attempt);
}

}  // namespace mammoth::mapreduce
