// The tasks of a set that wait, by where they would rather run (Spark: PendingTasksByLocality). A
// task is in every list that fits it and leaves lazily: a reader drops what has been launched
// meanwhile from the list's end. So adding and taking cost O(1) amortised, with ten tasks or ten
// thousand.
#pragma once

#include <unordered_map>
#include <vector>

#include "spark-core/scheduler/executor_table.h"

namespace mammoth::spark::scheduler {

struct PendingTasks {
  using List = std::vector<int>;  // indexes in the task set; the last one goes first
  std::unordered_map<ExecutorIndex, List> for_executor;
  std::unordered_map<HostIndex, List> for_host;
  std::unordered_map<RackIndex, List> for_rack;
  List no_preference;
  List all;

  bool empty() const { return all.empty(); }
};

}  // namespace mammoth::spark::scheduler
