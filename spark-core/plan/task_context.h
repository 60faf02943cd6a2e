// What a running task knows of itself (Spark: TaskContext), and the services of its executor that
// operators use: memory to grow into, files to spill to, accumulators, cached blocks.
//
// TaskContext::get() answers the task of the calling thread, or null on the driver. Everything here
// belongs to that one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "spark-core/plan/task_metrics.h"
#include "spark-core/plan/wire.h"

namespace mammoth::spark {

// One run of spilled bytes, written once and read as often as wanted; the file is gone with it.
class [[gnu::visibility("default")]] SpillFile {
 public:
  virtual ~SpillFile();
  virtual void append(std::string_view bytes) = 0;
  // Up to `size` bytes at `offset`; fewer only at the end.
  virtual std::string read(std::uint64_t offset, std::size_t size) = 0;
  virtual std::uint64_t size_bytes() const = 0;
};

// The part of an accumulator that one task has added; merged on the driver when the task succeeds.
struct AccumulatorOps {
  std::shared_ptr<void> (*zero)();
  void (*write)(Writer& out, const void* value);
  void (*merge_bytes)(void* into, Reader& in);
};

struct TaskIdentity {
  int stage_id = 0;
  int stage_attempt = 0;
  int partition = 0;
  int attempt = 0;
  std::int64_t task_id = 0;
  int partitions = 0;
};

class [[gnu::visibility("default")]] TaskContext {
 public:
  virtual ~TaskContext();
  static TaskContext* get();
  static int getPartitionId();  // 0 outside tasks, as in Spark

  virtual const TaskIdentity& identity() const = 0;
  int stageId() const { return identity().stage_id; }
  int stageAttemptNumber() const { return identity().stage_attempt; }
  int partitionId() const { return identity().partition; }
  int numPartitions() const { return identity().partitions; }
  int attemptNumber() const { return identity().attempt; }
  std::int64_t taskAttemptId() const { return identity().task_id; }

  // Throws when the task was killed; called between batches.
  virtual void check_interrupted() const = 0;
  // Called when the task ends, whatever its end; last added first.
  virtual void addTaskCompletionListener(std::function<void(TaskContext&)> listener) = 0;

  // How much one operator may hold before it has to spill.
  virtual std::size_t memory_limit_bytes() const = 0;
  virtual std::unique_ptr<SpillFile> new_spill_file() = 0;
  virtual TaskMetrics& metrics() = 0;
  // Of a barrier stage: where its tasks run, by partition; empty in other stages.
  virtual const std::vector<std::string>& barrier_addresses() const = 0;
  // Waits until all tasks of the barrier stage are here and answers what each said, by partition.
  virtual std::vector<std::string> all_gather(const std::string& message) = 0;
  // This task's part of an accumulator, created by the first call.
  virtual void* accumulator(std::uint64_t id, const AccumulatorOps& ops) = 0;

 protected:
  static void enter(TaskContext* context);  // of the calling thread; null to leave
};

}  // namespace mammoth::spark
