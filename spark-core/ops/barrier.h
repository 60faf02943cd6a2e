// RDD.barrier: a stage whose tasks run all at the same time, know each other and can wait for each
// other (Spark: RDDBarrier, BarrierTaskContext, SPARK-24374). When one fails all run again,
// unless the stage's results are the job's: then the job fails.
#pragma once

#include "spark-core/ops/map_partitions.h"

namespace mammoth::spark {

struct BarrierTaskInfo {
  std::string address{};  // host:port of the task's executor
};

// The running task of a barrier stage. For the task's own thread.
class BarrierTaskContext {
 public:
  // SparkException outside of such a task.
  static BarrierTaskContext get() {
    TaskContext* task = TaskContext::get();
    if (task == nullptr || task->barrier_addresses().empty())
      throw SparkException("BarrierTaskContext is only available in tasks of a barrier stage");
    return BarrierTaskContext(*task);
  }
  TaskContext* operator->() const { return task_; }

  // Every task of the stage has to call the same of these two as often as the others: each call
  // waits for theirs. It fails after spark.barrier.sync.timeout.
  void barrier() const { task_->all_gather({}); }
  std::vector<std::string> allGather(const std::string& message) const {
    return task_->all_gather(message);
  }
  std::vector<BarrierTaskInfo> getTaskInfos() const {
    std::vector<BarrierTaskInfo> tasks;
    for (const std::string& address : task_->barrier_addresses()) tasks.push_back({address});
    return tasks;
  }

 private:
  explicit BarrierTaskContext(TaskContext& task) : task_(&task) {}
  TaskContext* task_;
};

template <class T>
class RDDBarrier {
 public:
  explicit RDDBarrier(RDD<T> rdd) : rdd_(std::move(rdd)) {}

  template <class F, class... B>
  auto mapPartitions(F f, bool preservesPartitioning = false, B... bound) const {
    return together(rdd_.mapPartitions(std::move(f), preservesPartitioning, std::move(bound)...));
  }
  template <class F, class... B>
  auto mapPartitionsWithIndex(F f, bool preservesPartitioning = false, B... bound) const {
    return together(
        rdd_.mapPartitionsWithIndex(std::move(f), preservesPartitioning, std::move(bound)...));
  }

 private:
  template <class R>
  static R together(R rdd) {
    rdd.node()->barrier = true;
    return rdd;
  }
  RDD<T> rdd_;
};

}  // namespace mammoth::spark
