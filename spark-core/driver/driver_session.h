// The driver of an application (Spark: SparkContext's inside): the scheduler, the thread it lives
// on, the backend that runs its tasks; carries actions from the API to jobs.
#pragma once

#include <atomic>
#include <set>

#include "common/base/clock.h"
#include "spark-core/driver/event_loop.h"
#include "spark-core/driver/lineage_registry.h"
#include "spark-core/driver/listeners.h"
#include "spark-core/driver/master_url.h"
#include "spark-core/driver/task_backend.h"
#include "spark-core/executor/file_systems.h"
#include "spark-core/executor/settings.h"
#include "spark-core/plan/session.h"
#include "spark-core/scheduler/job_scheduler.h"

namespace mammoth::spark {

class DriverSession final : public Session, scheduler::TaskBinaries, scheduler::AccumulatorSink {
 public:
  DriverSession(Settings settings, const Master& master);
  ~DriverSession() override;

  int new_node_id() override { return node_ids_++; }
  int new_shuffle_id() override { return shuffle_ids_++; }
  std::uint64_t new_handle_id() override;
  std::optional<std::string> setting(const std::string& key) const override;
  int default_parallelism() const override;
  void require_usable() const override;
  void run_job(const NodePtr& node, const Action& action, const std::vector<int>& partitions,
               const ResultHandler& handle, const std::string& call_site) override;
  Properties local_properties() const override;
  void set_local_properties(Properties properties) override;
  void cancel_jobs(const JobSelection& jobs, std::optional<std::string> reason) override;
  NodePtr text_file(const std::string& path, int least_partitions) override;
  NodePtr whole_text_files(const std::string& path, int least_partitions) override;
  NodePtr binary_files(const std::string& path, int least_partitions) override;
  NodePtr sequence_file(const std::string& path, int least_partitions, const std::string& key_class,
                        const std::string& value_class) override;
  NodePtr binary_records(const std::string& path, std::uint64_t length) override;
  std::string begin_output(const std::string& path, const std::string& codec) override;
  void commit_output(const std::string& descriptor) override;
  void abort_output(const std::string& descriptor) override;
  void persisted(const NodePtr&) override {}
  void unpersist(const NodePtr& node) override;
  void set_checkpoint_directory(const std::string& path) override;
  std::string checkpoint_directory() const override { return checkpoint_directory_; }
  void request_checkpoint(const NodePtr& node) override;
  void request_local_checkpoint(const NodePtr& node) override;
  void register_broadcast(std::uint64_t id, const BroadcastOps& ops,
                          std::shared_ptr<const void> value) override;
  void remove_broadcast(std::uint64_t id) override;
  void register_accumulator(std::uint64_t id, const AccumulatorOps& ops,
                            std::shared_ptr<void> value, const std::string& name) override;
  void stop() override;

 private:
  class Job;
  BackendEvents backend_events();
  std::unique_ptr<TaskBackend> make_backend(const Master& master);
  // driver_jobs.cc: stages and tasks as bytes, and what becomes of them
  scheduler::Payload prepare(const scheduler::StageTask& stage) override;
  void merge(const scheduler::AccumulatorUpdate& update) override;
  std::string encode(const scheduler::TaskDescription& task);
  void add_shuffle_inputs(const Node& node, std::set<const Node*>& seen, Task& task);
  void ended(const scheduler::TaskDescription& task, const TaskOutcome& outcome);
  void succeeded(const scheduler::TaskDescription& task, const TaskOutcome& outcome);
  scheduler::TaskFailure failure_of(const scheduler::TaskDescription& task,
                                    const TaskOutcome& outcome) const;
  scheduler::BlockManagerId location_of(const std::string& executor) const;
  void cluster_failed(const std::string& reason);

  NodePtr source(const char* operation, const TypeOps* type, StreamFactory factory,
                 struct LocatedSplits splits, Closure function = {});
  void checkpoint_requested(const NodePtr& node);
  void make_checkpoint(const NodePtr& node);
  void make_local_checkpoint(const NodePtr& node);

  const std::uint64_t number_ = new_handle_id();  // among the sessions of this process
  const Settings settings_;
  const SystemClock clock_;
  FileSystems file_systems_;
  LineageRegistry lineage_;  // on the loop's thread only
  std::unique_ptr<Listeners> listeners_;
  BarrierCoordinator barriers_;
  std::unique_ptr<TaskBackend> backend_;
  std::unique_ptr<scheduler::JobScheduler> scheduler_;  // on the loop's thread only
  std::unique_ptr<EventLoop> loop_;
  std::atomic<int> node_ids_{0};
  std::atomic<int> shuffle_ids_{0};
  std::atomic<int> output_ids_{0};
  std::atomic<bool> stopped_{false};
  std::string checkpoint_directory_;
  mutable std::mutex failure_mutex_;
  std::string failure_;  // guarded by failure_mutex_: why no job can run any more
};

}  // namespace mammoth::spark
