#include "spark-core/driver/driver_session.h"

#include <future>
#include <numeric>

#include "spark-core/driver/cluster_backend.h"
#include "spark-core/driver/local_backend.h"
#include "spark-core/driver/local_cluster_launcher.h"
#include "spark-core/driver/scheduler_options.h"
#include "spark-core/driver/standalone_launcher.h"
#include "spark-core/driver/yarn_launcher.h"
#include "spark-core/executor/checkpoint.h"
#include "spark-core/executor/memory_share.h"
#include "spark-core/executor/output_committer.h"
#include "spark-core/executor/shared_variables.h"
#include "spark-core/executor/text_input.h"
#include "spark-core/net/socket.h"

namespace mammoth::spark {

// A job that a thread waits for.
class DriverSession::Job final : public scheduler::JobListener {
 public:
  explicit Job(const ResultHandler& handle) : handle_(handle) {}
  void task_succeeded(int index, const scheduler::Payload& value) override {
    handle_(static_cast<std::size_t>(index), *static_cast<const std::string*>(value.get()));
  }
  void job_succeeded() override { done_.set_value(std::nullopt); }
  void job_failed(const scheduler::JobFailure& failure) override {
    done_.set_value(failure.message);
  }
  void refused(const std::string& message) { done_.set_value(message); }
  std::optional<std::string> wait() { return done_.get_future().get(); }

 private:
  const ResultHandler& handle_;
  std::promise<std::optional<std::string>> done_;  // the failure, if any
};

DriverSession::DriverSession(Settings settings, const Master& master)
    : settings_(std::move(settings)), file_systems_(settings_.hadoop()) {
  allow_pointers(settings_.flag("spark.closure.allowPointers", false));
  const scheduler::SchedulerOptions options = scheduler_options(settings_, master);
  backend_ = make_backend(master);
  listeners_ = std::make_unique<Listeners>(settings_, file_systems_, clock_);
  scheduler_ = std::make_unique<scheduler::JobScheduler>(
      options, scheduler::SchedulerEnvironment{clock_, lineage_, lineage_, *this, *this, *backend_,
                                               listeners_.get()});
  loop_ = std::make_unique<EventLoop>(
      clock_, [this] { scheduler_->tick(); }, [this] { return scheduler_->next_wakeup_ms(); });
  try {
    listeners_->open_log(setting("spark.app.id").value_or("app"));
    backend_->start();
    backend_->wait_until_ready();
  } catch (...) {
    stop();
    throw;
  }
}

std::unique_ptr<TaskBackend> DriverSession::make_backend(const Master& master) {
  if (master.kind == Master::Kind::kLocal)
    return std::make_unique<LocalBackend>(settings_, net::own_host(), master.cores,
                                          backend_events());
  static_cast<void>(
      executor_options(settings_, "spark.executor.memory", master.cores));  // refuses too little
  if (master.kind == Master::Kind::kYarn)
    return std::make_unique<ClusterBackend>(settings_, yarn_driver_host(settings_),
                                            yarn_launcher(settings_), backend_events());
  if (master.kind == Master::Kind::kStandalone)
    return std::make_unique<ClusterBackend>(
        settings_,
        settings_.text("spark.driver.host",
                       net::is_loopback(master.host) ? "127.0.0.1" : net::own_host()),
        std::make_unique<StandaloneLauncher>(settings_, master), backend_events());
  const std::uint64_t memory =
      settings_.size_bytes("spark.executor.memory", std::uint64_t{1} << 30);
  if (memory > master.memory_bytes)
    throw SparkException("Asked to launch cluster with " +
                         std::to_string(master.memory_bytes >> 20) + " MiB/worker but requested " +
                         std::to_string(memory >> 20) + " MiB/executor");
  return std::make_unique<ClusterBackend>(
      settings_, "127.0.0.1",
      std::make_unique<LocalClusterLauncher>(master.executors, master.cores), backend_events());
}

BackendEvents DriverSession::backend_events() {
  BackendEvents events;
  events.joined = [this](const std::string& executor, const std::string& host, int cores) {
    loop_->post([this, executor, host, cores] {
      lineage_.executor_added(executor, host);
      scheduler_->add_executor(executor, host, cores);
    });
  };
  events.lost = [this](const std::string& executor, scheduler::ExecutorLoss loss) {
    loop_->post([this, executor, loss = std::move(loss)] {
      lineage_.executor_removed(executor);
      scheduler_->executor_lost(executor, loss);
    });
  };
  events.running = [this](std::int64_t task) {
    loop_->post([this, task] { scheduler_->task_running(scheduler::TaskId(task)); });
  };
  events.ended = [this](const scheduler::TaskDescription& task, TaskOutcome outcome) {
    loop_->post([this, task, outcome = std::move(outcome)] { ended(task, outcome); });
  };
  events.result_lost = [this](const scheduler::TaskDescription& task) {
    loop_->post([this, id = task.id] { scheduler_->task_failed(id, scheduler::TaskResultLost{}); });
  };
  events.failed = [this](const std::string& reason) { cluster_failed(reason); };
  events.may_commit = [this](const TaskIdentity& task) {
    bool allowed = false;
    loop_->call([&] {
      allowed = scheduler_->can_commit(scheduler::StageId(task.stage_id), task.stage_attempt,
                                       task.partition, task.attempt);
    });
    return allowed;
  };
  events.at_barrier = [this](const TaskIdentity& task, std::uint64_t epoch, std::string message,
                             BarrierCoordinator::Reply reply) {
    barriers_.arrive(task, epoch, std::move(message), std::move(reply));
  };
  events.keepers = [this](int rdd, int partition) {
    std::vector<std::string> executors;
    loop_->call([&] { executors = lineage_.keepers(rdd, partition); });
    return executors;
  };
  events.encode = [this](const scheduler::TaskDescription& task) { return encode(task); };
  return events;
}

DriverSession::~DriverSession() {
  stop();
}

void DriverSession::stop() {
  if (stopped_.exchange(true)) return;
  loop_->call([this] { scheduler_->stop(); });
  backend_->stop();  // its last reports still find the loop
  loop_.reset();
  scheduler_.reset();
  listeners_->application_ended();
  backend_.reset();
  drop_shared_variables();
}

// All jobs end, and later ones do not begin.
void DriverSession::cluster_failed(const std::string& reason) {
  {
    const std::lock_guard lock(failure_mutex_);
    if (failure_.empty()) failure_ = reason;
  }
  loop_->post([this] { scheduler_->cancel_all_jobs(); });
}

std::optional<std::string> DriverSession::setting(const std::string& key) const {
  if (key == "spark.app.id" && backend_)
    if (std::string id = backend_->application_id(); !id.empty()) return id;
  return settings_.find(key);
}

void DriverSession::require_usable() const {
  if (TaskContext::get() != nullptr)
    throw SparkException(
        "This RDD lacks a SparkContext or an operation on the SparkContext was called from a task: "
        "RDD transformations "
        "and actions can only be invoked by the driver, not inside of other transformations. For "
        "more information, "
        "see SPARK-5063.");
  if (stopped_) throw SparkException("Cannot call methods on a stopped SparkContext.");
}

std::uint64_t DriverSession::new_handle_id() {
  static std::atomic<std::uint64_t> last{
      0};  // handles of a stopped context must not name another's values
  return ++last;
}

int DriverSession::default_parallelism() const {
  return static_cast<int>(
      settings_.integer("spark.default.parallelism", backend_->default_parallelism()));
}

void DriverSession::run_job(const NodePtr& node, const Action& action,
                            const std::vector<int>& partitions, const ResultHandler& handle,
                            const std::string& call_site) {
  require_usable();
  const auto broken = [this] {
    const std::lock_guard lock(failure_mutex_);
    return failure_;
  };
  if (const std::string reason = broken(); !reason.empty()) throw SparkException(reason);
  const auto job = std::make_shared<Job>(handle);
  Properties properties = local_properties();
  backend_->job_begins(node);
  loop_->call([&] {
    lineage_.retain(node);
    scheduler::JobRequest request;
    request.rdd = scheduler::RddId(node->id);
    request.partitions = partitions;
    request.function = std::make_shared<const Action>(action);
    request.call_site = call_site;
    request.listener = job;
    request.properties = std::move(properties);
    if (const auto submitted = scheduler_->submit(std::move(request)); !submitted)
      job->refused(submitted.error().message);
  });
  const std::optional<std::string> failure = job->wait();
  loop_->call([&] { lineage_.release(node); });
  if (failure) {
    const std::string reason = broken();
    throw SparkException(reason.empty() ? *failure : reason);
  }
  checkpoint_requested(node);
}

NodePtr DriverSession::source(const char* operation, const TypeOps* type, StreamFactory factory,
                              LocatedSplits splits, Closure function) {
  auto node = std::make_shared<Node>();
  node->id = new_node_id();
  node->operation = operation;
  node->type = type;
  node->factory = factory;
  node->function = std::move(function);
  node->partitions = static_cast<int>(splits.partitions.size());
  for (const auto& partition : splits.partitions) node->payloads.push_back(to_bytes(partition));
  node->locations = std::move(splits.hosts);
  return node;
}

NodePtr DriverSession::text_file(const std::string& path, int least_partitions) {
  require_usable();
  return source("textFile", type_ops<std::string_view>(), &make_text_stream,
                text_splits(file_systems_, path, least_partitions));
}

NodePtr DriverSession::whole_text_files(const std::string& path, int least_partitions) {
  require_usable();
  return source("wholeTextFiles", type_ops<std::pair<std::string, std::string>>(),
                &make_whole_file_stream, whole_file_splits(file_systems_, path, least_partitions));
}

NodePtr DriverSession::binary_files(const std::string& path, int least_partitions) {
  require_usable();
  return source("binaryFiles", type_ops<std::pair<std::string, std::string>>(),
                &make_binary_file_stream, whole_file_splits(file_systems_, path, least_partitions));
}

NodePtr DriverSession::sequence_file(const std::string& path, int least_partitions,
                                     const std::string& key_class, const std::string& value_class) {
  require_usable();
  return source("sequenceFile", type_ops<std::pair<std::string_view, std::string_view>>(),
                &make_sequence_stream, text_splits(file_systems_, path, least_partitions),
                record_classes(key_class, value_class));
}

NodePtr DriverSession::binary_records(const std::string& path, std::uint64_t length) {
  require_usable();
  if (length == 0) throw SparkException("a record length must be positive");
  return source("binaryRecords", type_ops<std::string_view>(), &make_record_stream,
                text_splits(file_systems_, path, default_parallelism(), length),
                record_length(length));
}

std::string DriverSession::begin_output(const std::string& path, const std::string& codec) {
  require_usable();
  return to_bytes(
      begin_output_job(file_systems_, path, codec,
                       std::to_string(clock_.wall_ms()) + "_" + std::to_string(output_ids_++)));
}
void DriverSession::commit_output(const std::string& descriptor) {
  commit_output_job(file_systems_, from_bytes<OutputDescriptor>(descriptor));
}
void DriverSession::abort_output(const std::string& descriptor) {
  abort_output_job(file_systems_, from_bytes<OutputDescriptor>(descriptor));
}

void DriverSession::unpersist(const NodePtr& node) {
  require_usable();
  node->storage = StorageLevel::NONE;
  loop_->call([&] {
    lineage_.blocks_removed(node->id);
    backend_->remove_rdd(node->id);
  });
}

void DriverSession::register_broadcast(std::uint64_t id, const BroadcastOps& ops,
                                       std::shared_ptr<const void> value) {
  require_usable();
  backend_->add_broadcast(id, ops, value.get());
  add_broadcast(id, std::move(value));
}
void DriverSession::remove_broadcast(std::uint64_t id) {
  if (!stopped_) backend_->remove_broadcast(id);
  drop_broadcast(id);
}

void DriverSession::register_accumulator(std::uint64_t id, const AccumulatorOps& ops,
                                         std::shared_ptr<void> value, const std::string& /*name*/) {
  require_usable();
  add_accumulator(id, ops, std::move(value));
}

void DriverSession::set_checkpoint_directory(const std::string& path) {
  checkpoint_directory_ =
      make_checkpoint_directory(file_systems_, path, setting("spark.app.id").value_or("app"));
}

void DriverSession::request_checkpoint(const NodePtr& node) {
  require_usable();
  if (checkpoint_directory_.empty())
    throw SparkException("Checkpoint directory has not been set in the SparkContext");
  if (node->checkpoint_directory.empty())
    node->checkpoint_directory = checkpoint_directory_ + "/rdd-" + std::to_string(node->id);
}

// After a job, what it computed is written or kept where it was asked for, by a job of its own, and
// the lineage behind it is forgotten.
void DriverSession::checkpoint_requested(const NodePtr& node) {
  std::vector<NodePtr> waiting{node};
  std::set<const Node*> seen;
  while (!waiting.empty()) {
    const NodePtr each = waiting.back();
    waiting.pop_back();
    if (!seen.insert(each.get()).second) continue;
    if (!each->checkpointed && !each->checkpoint_directory.empty())
      make_checkpoint(each);
    else if (!each->checkpointed && each->local_checkpoint)
      make_local_checkpoint(each);
    for (const Dependency& dependency : each->dependencies) waiting.push_back(dependency.parent);
  }
}

void DriverSession::make_checkpoint(const NodePtr& node) {
  const std::string directory = node->checkpoint_directory;
  node->checkpoint_directory.clear();  // the job below is not to begin here again
  std::vector<int> all(static_cast<std::size_t>(node->partitions));
  std::iota(all.begin(), all.end(), 0);
  begin_checkpoint(file_systems_, directory);
  run_job(
      node, checkpoint_action(directory, node->type), all, [](std::size_t, std::string_view) {},
      "checkpoint");
  loop_->call([&] { become_checkpoint(*node, directory); });
}

void DriverSession::make_local_checkpoint(const NodePtr& node) {
  node->local_checkpoint = false;  // as above
  std::vector<int> missing;
  loop_->call([&] {
    for (int partition = 0; partition < node->partitions; ++partition)
      if (lineage_.keepers(node->id, partition).empty()) missing.push_back(partition);
  });
  if (!missing.empty())
    run_job(node, cache_action(), missing, [](std::size_t, std::string_view) {}, "localCheckpoint");
  loop_->call([&] { become_local_checkpoint(*node); });
}

// What memory cannot keep goes to disk: nothing could compute it again.
void DriverSession::request_local_checkpoint(const NodePtr& node) {
  require_usable();
  if (node->checkpointed) return;
  if (!node->storage.is_valid()) node->storage = StorageLevel::MEMORY_AND_DISK;
  node->storage.use_disk = true;
  node->checkpoint_directory.clear();
  node->local_checkpoint = true;
  persisted(node);
}

}  // namespace mammoth::spark
