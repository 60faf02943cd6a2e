// A job's history as `mapred job -history` prints it (Hadoop: HistoryViewer). Pure functions; times
// are those of the machine's zone.
#pragma once

#include <cstdint>
#include <string>

#include "mapreduce/history/job_history.h"

namespace mammoth::mapreduce::engine {

std::string history_in_words(const history::JobHistory& job, bool all);
std::string history_in_json(const history::JobHistory& job, bool all);

// What both say of all attempts of a kind.
struct TaskSummary {
  int total = 0;
  int successful = 0;  // tasks
  int failed = 0;
  int killed = 0;
  std::int64_t started = 0;
  std::int64_t finished = 0;
};
TaskSummary summary_of(const history::JobHistory& job, bool maps);
// Empty where it cannot be known.
std::string task_logs_url(const history::AttemptHistory& attempt);

}  // namespace mammoth::mapreduce::engine
