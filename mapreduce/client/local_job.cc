#include "mapreduce/client/local_job.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "common/base/log.h"
#include "common/job_library/crash_reporter.h"
#include "mapreduce/client/job_setup.h"
#include "mapreduce/task/attempt_setup.h"
#include "mapreduce/task/reduce_task.h"

namespace mammoth::mapreduce::engine {

namespace {

int parallel_tasks(const Configuration& configuration, std::string_view key) {
  const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const int tasks = configuration.getInt(key, cores);
  if (tasks < 1) throw IllegalArgumentException(fmt::format("Configured {} must be >= 1", key));
  return tasks;
}

std::int64_t resident_bytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return std::int64_t{usage.ru_maxrss} * 1024;
}

}  // namespace

struct LocalJob::Task {
  Task(const Configuration& configuration, TaskAttemptID id)
      : context(configuration, std::move(id), counters) {}
  Counters counters;
  TaskAttemptContext context;
  std::optional<SegmentFile> output;
};

LocalJob::LocalJob(const Configuration& configuration, const JobID& id)
    : configuration_(configuration),
      id_(id),
      classes_(configuration_),
      directory_(localDirectory(configuration_) + "/jobcache/" + id.toString()) {
  JobContext context(configuration_, id_);
  classes_.outputFormat()->checkOutputSpecs(context);
  splits_ = computeSplits(classes_, context);
  log::info("mapreduce.JobSubmitter", "number of splits:{}", splits_.size());
  const auto add = [&](std::vector<std::unique_ptr<Task>>& tasks, TaskType type, int number) {
    tasks.push_back(std::make_unique<Task>(configuration_, TaskAttemptID{id_, type, number, 0}));
    describeAttempt(tasks.back()->context, attemptDirectory(*tasks.back()));
  };
  for (std::size_t i = 0; i < splits_.size(); ++i) add(maps_, TaskType::MAP, static_cast<int>(i));
  for (int i = 0; i < context.getNumReduceTasks(); ++i) add(reduces_, TaskType::REDUCE, i);
}

LocalJob::~LocalJob() {
  if (thread_.joinable()) thread_.join();
}

void LocalJob::start() {
  thread_ = std::thread([this] { run(); });
}

void LocalJob::run() {
  try {
    JobContext context(configuration_, id_);
    Task setup(configuration_, {id_});
    const auto committer = classes_.outputFormat()->getOutputCommitter(setup.context);
    committer->setupJob(context);
    std::filesystem::create_directories(directory_);
    runTasks(TaskType::MAP, parallel_tasks(configuration_, "mapreduce.local.map.tasks.maximum"),
             [this](Task& task) { map(task); });
    runTasks(TaskType::REDUCE,
             parallel_tasks(configuration_, "mapreduce.local.reduce.tasks.maximum"),
             [this](Task& task) { reduce(task); });
    if (first_failure_.empty() && stopping_) first_failure_ = "java.lang.InterruptedException";
    if (first_failure_.empty())
      committer->commitJob(context);
    else
      committer->abortJob(context);
  } catch (...) {
    fail(describe(std::current_exception()));
  }
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
  for (const auto& task : maps_)
    if (first_failure_.empty()) counters_.incrAllCounters(task->counters);
  for (const auto& task : reduces_)
    if (first_failure_.empty()) counters_.incrAllCounters(task->counters);
  const std::lock_guard lock(mutex_);
  failure_ = first_failure_;
  succeeded_ = failure_.empty();
  complete_ = true;
  changed_.notify_all();
}

void LocalJob::runTasks(TaskType type, int parallel, const Body& body) {
  auto& tasks = type == TaskType::MAP ? maps_ : reduces_;
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    const CrashStack stack;
    for (std::size_t at = next++; at < tasks.size() && !stopping_; at = next++)
      runOne(*tasks[at], body);
  };
  std::vector<std::thread> threads;
  const std::size_t count = std::min(tasks.size(), static_cast<std::size_t>(parallel));
  for (std::size_t i = 0; i < count; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
}

void LocalJob::runOne(Task& task, const Body& body) {
  try {
    body(task);
    task.context.getCounter<TaskCounter::GC_TIME_MILLIS>();
    task.context.getCounter<TaskCounter::COMMITTED_HEAP_BYTES>().setValue(resident_bytes());
    task.context.setProgress(1);
  } catch (...) {
    const std::string message = describe(std::current_exception());
    log::warn("mapred.LocalJobRunner", "{}: {}", task.context.getTaskAttemptID().toString(),
              message);
    try {
      classes_.outputFormat()->getOutputCommitter(task.context)->abortTask(task.context);
    } catch (const std::exception& again) {
      log::warn("mapred.Task", "cannot abort {}: {}", task.context.getTaskAttemptID().toString(),
                again.what());
    }
    fail(message);
  }
}

void LocalJob::map(Task& task) {
  const std::string directory = attemptDirectory(task) + "/output";
  std::filesystem::create_directories(directory);
  log::debug("mapred.LocalJobRunner", "Starting task: {}",
             task.context.getTaskAttemptID().toString());
  const auto& split = splits_[static_cast<std::size_t>(task.context.getTaskAttemptID().task)];
  if (reduces_.empty()) {
    const auto committer = classes_.outputFormat()->getOutputCommitter(task.context);
    committer->setupTask(task.context);
  }
  task.output = runMap(classes_, task.context, split.split, directory);
  if (task.output) {
    task.context.getCounter<TaskCounter::FAILED_SHUFFLE>();
    task.context.getCounter<TaskCounter::MERGED_MAP_OUTPUTS>();
  } else {
    commitTask(task);
  }
}

void LocalJob::reduce(Task& task) {
  const std::string directory = attemptDirectory(task);
  std::filesystem::create_directories(directory);
  const auto partition = static_cast<std::size_t>(task.context.getTaskAttemptID().task);
  std::vector<Segment> segments;
  for (const auto& map : maps_) segments.push_back(map->output->partitions[partition]);
  classes_.outputFormat()->getOutputCommitter(task.context)->setupTask(task.context);
  for (const char* name :
       {"BAD_ID", "CONNECTION", "IO_ERROR", "WRONG_LENGTH", "WRONG_MAP", "WRONG_REDUCE"})
    task.context.getCounter(kShuffleErrorsGroup, name);
  task.context.getCounter<TaskCounter::FAILED_SHUFFLE>();
  runReduce(classes_, task.context, std::move(segments), directory);
  commitTask(task);
}

void LocalJob::commitTask(Task& task) {
  const auto committer = classes_.outputFormat()->getOutputCommitter(task.context);
  if (stopping_) throw Exception("java.lang.InterruptedException", "task was killed");
  if (committer->needsTaskCommit(task.context)) committer->commitTask(task.context);
}

void LocalJob::fail(const std::string& message) {
  {
    const std::lock_guard lock(mutex_);
    if (first_failure_.empty()) first_failure_ = message;
  }
  kill();
}

void LocalJob::kill() {
  stopping_ = true;
  for (const auto& task : maps_) task->context.cancel();
  for (const auto& task : reduces_) task->context.cancel();
}

bool LocalJob::isComplete() const {
  const std::lock_guard lock(mutex_);
  return complete_;
}

bool LocalJob::wait(int timeout_ms) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                           [this] { return complete_; });
}

float LocalJob::progressOf(TaskType type) const {
  const auto& tasks = type == TaskType::MAP ? maps_ : reduces_;
  if (tasks.empty()) return isComplete() && succeeded_ ? 1 : 0;
  float sum = 0;
  for (const auto& task : tasks) sum += task->context.getProgress();
  return sum / static_cast<float>(tasks.size());
}

float LocalJob::mapProgress() const {
  return progressOf(TaskType::MAP);
}
float LocalJob::reduceProgress() const {
  return progressOf(TaskType::REDUCE);
}

std::string LocalJob::attemptDirectory(const Task& task) const {
  return directory_ + "/" + task.context.getTaskAttemptID().toString();
}

std::string LocalJob::describe(const std::exception_ptr& failure) const {
  try {
    std::rethrow_exception(failure);
  } catch (const Exception& exception) {
    return exception.javaClass() + ": " + exception.what();
  } catch (const std::exception& exception) {
    return typeName(typeid(exception)) + ": " + exception.what();
  } catch (...) {
    return "an exception of no known type";
  }
}

}  // namespace mammoth::mapreduce::engine
