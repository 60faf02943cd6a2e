#include "spark-core/driver/local_session.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <future>

#include "spark-core/driver/scheduler_options.h"
#include "spark-core/executor/checkpoint.h"
#include "spark-core/executor/output_committer.h"
#include "spark-core/executor/shared_variables.h"
#include "spark-core/executor/text_input.h"

namespace mammoth::spark {
namespace {

constexpr std::uint64_t kReservedBytes = std::uint64_t{300}
                                         << 20;  // Spark keeps as much for itself

std::string own_host() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "localhost";
}

// Spark's unified memory: (memory - 300 MiB) * fraction, one part of it for cached blocks, the rest
// for what tasks hold, which is shared out to the cores.
ExecutorOptions executor_options(const Settings& settings, int cores) {
  const std::uint64_t memory = settings.size_bytes("spark.driver.memory", std::uint64_t{1} << 30);
  if (memory < kReservedBytes * 3 / 2)
    throw SparkException("System memory " + std::to_string(memory) + " must be at least " +
                         std::to_string(kReservedBytes * 3 / 2) +
                         ". Please increase heap size using the --driver-memory option or "
                         "spark.driver.memory in Spark configuration.");
  const double usable =
      static_cast<double>(memory - kReservedBytes) * settings.number("spark.memory.fraction", 0.6);
  const double storage = usable * settings.number("spark.memory.storageFraction", 0.5);
  ExecutorOptions options;
  options.local_directory = settings.text("spark.local.dir", "/tmp");
  options.storage_memory_bytes = static_cast<std::size_t>(storage);
  options.task_memory_bytes = static_cast<std::size_t>(settings.size_bytes(
      "spark.mammoth.task.memory", static_cast<std::uint64_t>((usable - storage) / cores)));
  return options;
}

void write_terminal(const std::string& text) {
  static_cast<void>(!::write(2, text.data(), text.size()));
}

std::unique_ptr<ProgressBar> progress_bar(const Settings& settings, const Clock& clock) {
  if (!settings.flag("spark.ui.showConsoleProgress", true) || ::isatty(2) == 0) return nullptr;
  winsize size{};
  const int columns = ::ioctl(2, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
  return std::make_unique<ProgressBar>(clock, columns, &write_terminal);
}

}  // namespace

// A job that a thread waits for.
class LocalSession::Job final : public scheduler::JobListener {
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

LocalSession::LocalSession(Settings settings, const LocalMaster& master)
    : settings_(std::move(settings)),
      cores_(master.cores),
      host_(own_host()),
      executor_(executor_options(settings_, cores_), settings_.hadoop(),
                [this](const TaskIdentity& task) {
                  bool allowed = false;
                  loop_->call([&] {
                    allowed =
                        scheduler_->can_commit(scheduler::StageId(task.stage_id),
                                               task.stage_attempt, task.partition, task.attempt);
                  });
                  return allowed;
                }),
      lineage_(executor_.blocks(), host_),
      progress_(progress_bar(settings_, clock_)) {
  allow_pointers(settings_.flag("spark.closure.allowPointers", false));
  backend_ = std::make_unique<LocalBackend>(
      executor_, cores_, [this](const scheduler::TaskDescription& task) { return encode(task); },
      [this](const scheduler::TaskDescription& task, TaskOutcome outcome) {
        loop_->post([this, task, outcome = std::move(outcome)] { ended(task, outcome); });
      });
  scheduler_ = std::make_unique<scheduler::JobScheduler>(
      scheduler_options(settings_, master.max_failures),
      scheduler::SchedulerEnvironment{clock_, lineage_, lineage_, *this, *this, *backend_,
                                      progress_.get()});
  scheduler_->add_executor("driver", host_, cores_);
  loop_ = std::make_unique<EventLoop>(
      clock_, [this] { scheduler_->tick(); }, [this] { return scheduler_->next_wakeup_ms(); });
}

LocalSession::~LocalSession() {
  stop();
}

void LocalSession::stop() {
  if (stopped_.exchange(true)) return;
  loop_->call([this] { scheduler_->stop(); });
  backend_.reset();  // its last reports still find the loop
  loop_.reset();
  scheduler_.reset();
  drop_shared_variables();
}

void LocalSession::require_usable() const {
  if (TaskContext::get() != nullptr)
    throw SparkException(
        "This RDD lacks a SparkContext or an operation on the SparkContext was called from a task: "
        "RDD transformations "
        "and actions can only be invoked by the driver, not inside of other transformations. For "
        "more information, "
        "see SPARK-5063.");
  if (stopped_) throw SparkException("Cannot call methods on a stopped SparkContext.");
}

std::uint64_t LocalSession::new_handle_id() {
  static std::atomic<std::uint64_t> last{
      0};  // handles of a stopped context must not name another's values
  return ++last;
}

int LocalSession::default_parallelism() const {
  return static_cast<int>(settings_.integer("spark.default.parallelism", cores_));
}

void LocalSession::run_job(const NodePtr& node, const Action& action,
                           const std::vector<int>& partitions, const ResultHandler& handle,
                           const std::string& call_site) {
  require_usable();
  const auto job = std::make_shared<Job>(handle);
  loop_->call([&] {
    lineage_.retain(node);
    scheduler::JobRequest request;
    request.rdd = scheduler::RddId(node->id);
    request.partitions = partitions;
    request.function = std::make_shared<const Action>(action);
    request.call_site = call_site;
    request.listener = job;
    if (const auto submitted = scheduler_->submit(std::move(request)); !submitted)
      job->refused(submitted.error().message);
  });
  const std::optional<std::string> failure = job->wait();
  loop_->call([&] { lineage_.release(node); });
  if (failure) throw SparkException(*failure);
  checkpoint_requested(node);
}

scheduler::Payload LocalSession::prepare(const scheduler::StageTask& stage) {
  const NodePtr node = lineage_.node(stage.rdd.value());
  std::string bytes =
      stage.shuffle ? write_map_stage(*node, *lineage_.shuffle(stage.shuffle->value()))
                    : write_result_stage(*node, *static_cast<const Action*>(stage.function.get()));
  return std::make_shared<const std::string>(std::move(bytes));
}

void LocalSession::merge(const scheduler::AccumulatorUpdate& update) {
  merge_accumulator(static_cast<std::uint64_t>(update.id.value()), update.value);
}

// What the task needs to know beside its stage's plan: its sources' payloads, and where the
// shuffles that its stage begins with have their map outputs.
std::string LocalSession::encode(const scheduler::TaskDescription& description) {
  const scheduler::StageTask& stage = *description.stage;
  Task task;
  task.stage_id = stage.stage.value();
  task.stage_attempt = stage.stage_attempt;
  task.partition = description.partition;
  task.partitions = stage.partition_count;
  task.attempt = description.attempt_number;
  task.task_id = description.id.value();
  const NodePtr node = lineage_.node(stage.rdd.value());
  for (auto& [place, bytes] : payloads_of(*node, description.partition))
    task.payloads.push_back({place.first, place.second, std::move(bytes)});
  std::set<const Node*> seen;
  add_shuffle_inputs(*node, seen, task);
  return to_bytes(task);
}

void LocalSession::add_shuffle_inputs(const Node& node, std::set<const Node*>& seen, Task& task) {
  if (!seen.insert(&node).second) return;
  for (const Dependency& dependency : node.dependencies) {
    if (dependency.shuffle == nullptr) {
      add_shuffle_inputs(*dependency.parent, seen, task);
      continue;
    }
    const scheduler::ShuffleId id(dependency.shuffle->id);
    TaskShuffleInput input{dependency.shuffle->id, {}};
    for (int map = 0; map < dependency.parent->partitions; ++map) {
      const scheduler::MapStatus* status = scheduler_->map_outputs().contains(id)
                                               ? scheduler_->map_outputs().map_status(id, map)
                                               : nullptr;
      if (status == nullptr) break;
      input.outputs.emplace_back(status->map_id(), map);
    }
    // An incomplete list is left out: the task then says which shuffle it misses.
    if (input.outputs.size() == static_cast<std::size_t>(dependency.parent->partitions))
      task.inputs.push_back(std::move(input));
  }
}

void LocalSession::ended(const scheduler::TaskDescription& task, const TaskOutcome& outcome) {
  std::vector<scheduler::AccumulatorUpdate> updates;
  for (const auto& [id, value] : outcome.accumulators)
    updates.push_back({scheduler::AccumulatorId(static_cast<std::int64_t>(id)), value});
  const scheduler::BlockManagerId here{"driver", host_, 0};
  switch (outcome.end) {
    case TaskEnd::kSucceeded: {
      scheduler::TaskSuccess success;
      success.accumulators = std::move(updates);
      success.result_bytes = outcome.result.size();
      success.run_ms = outcome.run_ms;
      success.records_read = outcome.records;
      if (task.stage->shuffle)
        success.map_status.emplace(here, outcome.sizes, task.id.value(), outcome.checksum);
      else
        success.value = std::make_shared<const std::string>(outcome.result);
      return scheduler_->task_succeeded(task.id, std::move(success));
    }
    case TaskEnd::kFetchFailed: {
      scheduler::FetchFailed failure;
      if (outcome.map_index >= 0) failure.address = here;
      failure.shuffle_id = scheduler::ShuffleId(outcome.shuffle_id);
      failure.map_id = outcome.map_task;
      failure.map_index = outcome.map_index;
      failure.reduce = outcome.reduce;
      failure.message = outcome.message;
      return scheduler_->task_failed(task.id, std::move(failure));
    }
    case TaskEnd::kKilled:
      return scheduler_->task_failed(task.id, scheduler::TaskKilled{outcome.message, {}});
    case TaskEnd::kCommitDenied:
      return scheduler_->task_failed(
          task.id,
          scheduler::TaskCommitDenied{task.stage->job, task.partition, task.attempt_number});
    case TaskEnd::kFailed:
    case TaskEnd::kOutputExists:
      break;
  }
  scheduler::ExceptionFailure failure;
  failure.description = outcome.message;
  return scheduler_->task_failed(task.id, std::move(failure));
}

NodePtr LocalSession::source(const char* operation, const TypeOps* type, StreamFactory factory,
                             LocatedSplits splits) {
  auto node = std::make_shared<Node>();
  node->id = new_node_id();
  node->operation = operation;
  node->type = type;
  node->factory = factory;
  node->partitions = static_cast<int>(splits.partitions.size());
  for (const auto& partition : splits.partitions) node->payloads.push_back(to_bytes(partition));
  node->locations = std::move(splits.hosts);
  return node;
}

NodePtr LocalSession::text_file(const std::string& path, int least_partitions) {
  require_usable();
  return source("textFile", type_ops<std::string_view>(), &make_text_stream,
                text_splits(executor_.file_systems(), path, least_partitions));
}

NodePtr LocalSession::whole_text_files(const std::string& path, int least_partitions) {
  require_usable();
  return source("wholeTextFiles", type_ops<std::pair<std::string, std::string>>(),
                &make_whole_file_stream,
                whole_file_splits(executor_.file_systems(), path, least_partitions));
}

std::string LocalSession::begin_output(const std::string& path, const std::string& codec) {
  require_usable();
  return to_bytes(
      begin_output_job(executor_.file_systems(), path, codec,
                       std::to_string(clock_.wall_ms()) + "_" + std::to_string(output_ids_++)));
}
void LocalSession::commit_output(const std::string& descriptor) {
  commit_output_job(executor_.file_systems(), from_bytes<OutputDescriptor>(descriptor));
}
void LocalSession::abort_output(const std::string& descriptor) {
  abort_output_job(executor_.file_systems(), from_bytes<OutputDescriptor>(descriptor));
}

void LocalSession::unpersist(const NodePtr& node) {
  require_usable();
  node->storage = StorageLevel::NONE;
  executor_.blocks().remove_rdd(node->id);
}

void LocalSession::register_broadcast(std::uint64_t id, std::shared_ptr<const void> value) {
  require_usable();
  add_broadcast(id, std::move(value));
}
void LocalSession::remove_broadcast(std::uint64_t id) {
  drop_broadcast(id);
}

void LocalSession::register_accumulator(std::uint64_t id, const AccumulatorOps& ops,
                                        std::shared_ptr<void> value, const std::string& /*name*/) {
  require_usable();
  add_accumulator(id, ops, std::move(value));
}

void LocalSession::set_checkpoint_directory(const std::string& path) {
  checkpoint_directory_ = make_checkpoint_directory(executor_.file_systems(), path,
                                                    settings_.text("spark.app.id", "app"));
}

void LocalSession::request_checkpoint(const NodePtr& node) {
  require_usable();
  if (checkpoint_directory_.empty())
    throw SparkException("Checkpoint directory has not been set in the SparkContext");
  if (node->checkpoint_directory.empty())
    node->checkpoint_directory = checkpoint_directory_ + "/rdd-" + std::to_string(node->id);
}

// After a job, what it computed is written where checkpoint() asked for it, by a job of its own,
// and the lineage behind it is forgotten.
void LocalSession::checkpoint_requested(const NodePtr& node) {
  std::vector<NodePtr> waiting{node};
  std::set<const Node*> seen;
  while (!waiting.empty()) {
    const NodePtr each = waiting.back();
    waiting.pop_back();
    if (!seen.insert(each.get()).second) continue;
    if (!each->checkpoint_directory.empty() && !each->checkpointed) {
      const std::string directory = each->checkpoint_directory;
      each->checkpoint_directory.clear();  // the job below is not to begin here again
      std::vector<int> all(static_cast<std::size_t>(each->partitions));
      for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int>(i);
      begin_checkpoint(executor_.file_systems(), directory);
      run_job(
          each, checkpoint_action(directory, each->type), all, [](std::size_t, std::string_view) {},
          "checkpoint");
      loop_->call([&] { become_checkpoint(*each, directory); });
    }
    for (const Dependency& dependency : each->dependencies) waiting.push_back(dependency.parent);
  }
}

}  // namespace mammoth::spark
