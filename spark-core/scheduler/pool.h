// In which order task sets get what is offered (Spark: Pool, SchedulableBuilder,
// SchedulingAlgorithm).
//
// FIFO: by job, then by stage. FAIR: the root holds named pools; a pool below its minShare goes
// first (the one that lacks most of it), the others by running tasks per weight; ties by name.
// Within a pool its own mode decides. A job names its pool in spark.scheduler.pool; a pool nobody
// configured is made with Spark's defaults (FIFO, minShare 0, weight 1). Not thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "spark-core/scheduler/options.h"
#include "spark-core/scheduler/task_set_manager.h"

namespace mammoth::spark::scheduler {

class Pool {
 public:
  explicit Pool(PoolOptions options) : options_(std::move(options)) {}
  // With the configured pools and "default", when the mode is FAIR.
  static std::unique_ptr<Pool> make_root(SchedulingMode mode,
                                         const std::vector<PoolOptions>& pools);

  void add(std::shared_ptr<TaskSetManager> task_set) { task_sets_.push_back(std::move(task_set)); }
  Pool& add(std::unique_ptr<Pool> pool) { return *pools_.emplace_back(std::move(pool)); }
  // Where a task set with these properties belongs, when this is the root.
  Pool& pool_for(const Properties* properties);
  Pool* find(const std::string& name);
  // Takes out those that are finished; they are returned.
  std::vector<std::shared_ptr<TaskSetManager>> take_finished();

  // Those that could launch something, in the order of their turn.
  std::vector<TaskSetManager*> in_order() const;
  // Every task set, in no particular order.
  std::vector<std::shared_ptr<TaskSetManager>> all() const;
  int running_count() const;
  const PoolOptions& options() const { return options_; }

 private:
  PoolOptions options_;
  std::vector<std::unique_ptr<Pool>> pools_;
  std::vector<std::shared_ptr<TaskSetManager>> task_sets_;
};

}  // namespace mammoth::spark::scheduler
