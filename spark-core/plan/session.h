// The driver as the operations see it: the one thing behind SparkContext that knows how to run
// jobs. Operations build nodes and ask for jobs; everything that reads files, schedules or keeps
// blocks is on the other side of this interface, compiled once.
//
// Called from the driver's threads; run_job may be called by several at once. Failures are
// SparkException with Spark's words.
#pragma once

#include <map>

#include "spark-core/plan/action.h"

namespace mammoth::spark {

// How a broadcast's value travels to executors.
struct BroadcastOps {
  void (*write)(Writer& out, const void* value);  // throws for a type without Serializer
  std::shared_ptr<const void> (*read)(Reader& in);
};

// Jobs to end. kStage: all that need the stage; kGroupAndLater: later jobs of the group are refused.
struct JobSelection {
  enum class By { kJob, kStage, kGroup, kGroupAndLater, kTag, kAll };
  By by = By::kAll;
  std::string name{};  // of the group or tag
  int id = 0;          // of the job or stage
};

class [[gnu::visibility("default")]] Session {
 public:
  virtual ~Session();

  virtual int new_node_id() = 0;
  virtual int new_shuffle_id() = 0;
  virtual std::uint64_t new_handle_id() = 0;  // of broadcasts and accumulators
  virtual std::optional<std::string> setting(const std::string& key) const = 0;
  virtual int default_parallelism() const = 0;
  // Throws when the context was stopped, or when a task asks (SPARK-5063).
  virtual void require_usable() const = 0;

  // Runs `action` on the partitions; `handle` gets each result once, by its place in `partitions`,
  // in order of completion, on one thread.
  using ResultHandler = std::function<void(std::size_t index, std::string_view result)>;
  virtual void run_job(const NodePtr& node, const Action& action,
                       const std::vector<int>& partitions, const ResultHandler& handle,
                       const std::string& call_site) = 0;

  // What the calling thread's jobs carry: their pool, group, tags, description.
  using Properties = std::map<std::string, std::string>;
  virtual Properties local_properties() const = 0;
  virtual void set_local_properties(Properties properties) = 0;
  // They fail with "Job 3 cancelled <reason>", their tasks are told to end.
  virtual void cancel_jobs(const JobSelection& jobs, std::optional<std::string> reason) = 0;

  // An RDD of lines (as views) and one of (path, content).
  virtual NodePtr text_file(const std::string& path, int least_partitions) = 0;
  virtual NodePtr whole_text_files(const std::string& path, int least_partitions) = 0;

  // An RDD of (path, bytes), and one of a SequenceFile's (key, value), as views.
  virtual NodePtr binary_files(const std::string& path, int least_partitions) = 0;
  virtual NodePtr sequence_file(const std::string& path, int least_partitions,
                                const std::string& key_class, const std::string& value_class) = 0;

  // Records of `length` bytes each, as views.
  virtual NodePtr binary_records(const std::string& path, std::uint64_t length) = 0;

  // Output directories: refused when it exists, committed with _SUCCESS; see task_output.h.
  virtual std::string begin_output(const std::string& path, const std::string& codec) = 0;
  virtual void commit_output(const std::string& descriptor) = 0;
  virtual void abort_output(const std::string& descriptor) = 0;

  virtual void persisted(const NodePtr& node) = 0;
  virtual void unpersist(const NodePtr& node) = 0;
  virtual void set_checkpoint_directory(const std::string& path) = 0;
  virtual std::string checkpoint_directory() const = 0;
  virtual void request_checkpoint(const NodePtr& node) = 0;
  virtual void request_local_checkpoint(const NodePtr& node) = 0;

  virtual void register_broadcast(std::uint64_t id, const BroadcastOps& ops,
                                  std::shared_ptr<const void> value) = 0;
  virtual void remove_broadcast(std::uint64_t id) = 0;
  virtual void register_accumulator(std::uint64_t id, const AccumulatorOps& ops,
                                    std::shared_ptr<void> value, const std::string& name) = 0;
  virtual void stop() = 0;
};

// The broadcast's value in this process; throws for one that was destroyed.
[[gnu::visibility("default")]] const void* broadcast_value(std::uint64_t id);
// Where an addition goes: the running task's part, or on the driver the accumulator itself.
[[gnu::visibility("default")]] void* accumulator_target(std::uint64_t id,
                                                        const AccumulatorOps& ops);
// The driver's value; throws inside tasks.
[[gnu::visibility("default")]] void* accumulator_value(std::uint64_t id);

}  // namespace mammoth::spark
