#include "mapreduce/task_runner/run_task.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>
#include <thread>

#include "common/base/log.h"
#include "common/job_library/crash_reporter.h"
#include "common/yarn/container_environment.h"
#include "mapreduce/task/attempt_setup.h"
#include "mapreduce/task/job_file.h"
#include "mapreduce/task/map_task.h"
#include "mapreduce/task/reduce_task.h"
#include "mapreduce/task_runner/job_code.h"
#include "mapreduce/task_runner/output_directory.h"
#include "mapreduce/task_runner/shuffle.h"
#include "mapreduce/umbilical/job_token.h"
#include "mapreduce/umbilical/messages.h"
#include "mapreduce/umbilical/umbilical_client.h"

namespace mammoth::mapreduce::runner {

namespace {

constexpr int kTaskFailed = 1;
constexpr int kMasterIsGone = 65;
constexpr int kNotWanted = 66;
constexpr int kMisused = 255;
constexpr std::string_view kComponent = "mapred.Task";
constexpr std::chrono::milliseconds kCommitPoll{100};

// What one attempt is made of.
struct Run {
  Run(Configuration configuration, const TaskAttemptID& id, const HostPort& address,
      security::Token token)
      : master(address, id, std::move(token)), context(std::move(configuration), id, counters) {}

  umbilical::UmbilicalClient master;
  Counters counters;
  TaskAttemptContext context;
  std::string shuffle_secret{};
  std::string directory{};  // of map output, or of what a reduce fetches
  std::atomic<bool> shuffle_is_over{false};
  std::atomic<bool> sort_is_over{false};

  umbilical::TaskStatus status() {
    return {.progress = context.getProgress(),
            .status = context.getStatus(),
            .shuffle_is_over = shuffle_is_over,
            .sort_is_over = sort_is_over,
            .counters = &counters};
  }
};

std::int64_t resident_pages_bytes(std::size_t column) {
  std::ifstream file("/proc/self/statm");
  std::int64_t pages = 0;
  for (std::size_t i = 0; i <= column; ++i) file >> pages;
  return pages * ::sysconf(_SC_PAGESIZE);
}

void measure(TaskAttemptContext& context) {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  rusage children{};
  ::getrusage(RUSAGE_CHILDREN, &children);
  const auto ms = [](const timeval& time) { return time.tv_sec * 1000 + time.tv_usec / 1000; };
  context.getCounter<TaskCounter::CPU_MILLISECONDS>().setValue(
      ms(usage.ru_utime) + ms(usage.ru_stime) + ms(children.ru_utime) + ms(children.ru_stime));
  context.getCounter<TaskCounter::VIRTUAL_MEMORY_BYTES>().setValue(resident_pages_bytes(0));
  context.getCounter<TaskCounter::PHYSICAL_MEMORY_BYTES>().setValue(resident_pages_bytes(1));
  context.getCounter<TaskCounter::COMMITTED_HEAP_BYTES>().setValue(std::int64_t{usage.ru_maxrss} *
                                                                   1024);
  context.getCounter<TaskCounter::GC_TIME_MILLIS>();
}

// Tells the master from time to time that the attempt lives, while it makes progress; ends the
// process when the master does not want it any more or is gone.
class Reporter {
 public:
  explicit Reporter(Run& run)
      : run_(run),
        interval_(std::clamp<std::int64_t>(run.context.getConfiguration().getLong(
                                               "mapreduce.task.progress-report.interval", 1'000),
                                           100, 60'000)),
        thread_([this] { work(); }) {}
  ~Reporter() { stop(); }
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void work() {
    std::uint64_t signs = run_.context.signsOfLife();
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, interval_, [this] { return stopping_; })) {
      lock.unlock();
      // A task that shows no sign of life says nothing: its master is to notice.
      const std::uint64_t now = run_.context.signsOfLife();
      if (now != signs) tell();
      signs = now;
      lock.lock();
    }
  }
  void tell() {
    measure(run_.context);
    const auto wanted = run_.master.update(run_.status());
    if (wanted && *wanted) return;
    log::warn(kComponent, "{}",
              wanted ? "Parent died.  Exiting " + run_.context.getTaskAttemptID().toString()
                     : "the application master is gone: " + wanted.error().message);
    ::_exit(wanted ? kNotWanted : kMasterIsGone);
  }

  Run& run_;
  const std::chrono::milliseconds interval_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;
};

// What a full sort buffer needs.
std::uint64_t room_wanted(const TaskAttemptContext& context) {
  constexpr std::uint64_t kMebibyte = 1 << 20;
  return static_cast<std::uint64_t>(
             std::max(context.getConfiguration().getInt("mapreduce.task.io.sort.mb", 100), 0)) *
         kMebibyte;
}

void commit(Run& run, OutputCommitter& committer) {
  if (!committer.needsTaskCommit(run.context)) return;
  const auto pending = run.master.commit_pending(run.status());
  if (!pending || !*pending) throw Exception("java.lang.InterruptedException", "task was killed");
  for (;;) {
    const auto answer = run.master.can_commit();
    if (!answer || !answer->is_wanted)
      throw Exception("java.lang.InterruptedException", "task was killed");
    if (answer->may_commit) break;
    run.context.progress();
    std::this_thread::sleep_for(kCommitPoll);
    // Another attempt had the turn and may have died: the turn is asked for again.
    (void)run.master.commit_pending(run.status());
  }
  committer.commitTask(run.context);
}

void run_map(Run& run, const engine::JobClasses& classes, const umbilical::TaskDescription& task) {
  const bool has_reduces = run.context.getNumReduceTasks() > 0;
  const auto committer = classes.outputFormat()->getOutputCommitter(run.context);
  if (!has_reduces) committer->setupTask(run.context);
  engine::runMap(classes, run.context, {task.split_class, task.split}, run.directory);
  if (!has_reduces) return commit(run, *committer);
  run.context.getCounter<TaskCounter::FAILED_SHUFFLE>();
  run.context.getCounter<TaskCounter::MERGED_MAP_OUTPUTS>();
}

void run_reduce(Run& run, const engine::JobClasses& classes,
                const umbilical::TaskDescription& task) {
  auto segments = shuffle(run.master, run.context, task.maps, run.shuffle_secret, run.directory);
  run.shuffle_is_over = true;
  const auto committer = classes.outputFormat()->getOutputCommitter(run.context);
  committer->setupTask(run.context);
  run.context.setStatus("reduce > sort");
  engine::runReduce(classes, run.context, std::move(segments), run.directory);
  run.sort_is_over = true;
  run.context.setStatus("reduce > reduce");
  commit(run, *committer);
}

int run_attempt(Run& run, const umbilical::TaskDescription& task) {
  Reporter reporter(run);
  std::optional<engine::JobClasses> classes;
  try {
    loadJobCode(run.context.getConfiguration());
    classes.emplace(run.context.getConfiguration());
    if (run.context.getTaskAttemptID().isMap())
      run_map(run, *classes, task);
    else
      run_reduce(run, *classes, task);
  } catch (...) {
    const std::string message = describeFailure();
    log::warn(kComponent, "Exception running child : {}", message);
    try {
      if (classes) classes->outputFormat()->getOutputCommitter(run.context)->abortTask(run.context);
    } catch (const std::exception& again) {
      log::warn(kComponent, "cannot abort: {}", again.what());
    }
    reporter.stop();
    (void)run.master.fail("Error: " + message);
    return kTaskFailed;
  }
  reporter.stop();
  measure(run.context);
  run.context.setProgress(1);
  run.shuffle_is_over = run.sort_is_over = true;
  const auto done = run.master.done(run.status());
  if (!done) return kMasterIsGone;
  log::info(kComponent, "Task '{}' done.", run.context.getTaskAttemptID().toString());
  return 0;
}

int misused(const std::string& why) {
  fmt::print(stderr,
             "{}\nUsage: mapreduce-task HOST PORT ATTEMPT, started by an application master\n",
             why);
  return kMisused;
}

}  // namespace

int runTask(const std::vector<std::string>& arguments) {
  if (arguments.size() != 3) return misused("wrong number of arguments");
  const auto address = parse_host_port(arguments[0] + ":" + arguments[1]);
  const auto id = umbilical::parse_attempt_id(arguments[2]);
  if (!address || !id) return misused("malformed arguments");
  const auto self = yarn::read_container_environment();
  if (!self) return misused(self.error().message);
  const security::Token* token = self->credentials.find(umbilical::kJobTokenAlias);
  const std::string* secret = self->credentials.find_secret(umbilical::kShuffleSecretAlias);
  if (token == nullptr || secret == nullptr) return misused("no job token among the credentials");
  const CrashStack stack;
  try {
    Run run(engine::readJobFile("job.xml"), *id, *address, *token);
    run.shuffle_secret = *secret;
    const auto task = run.master.get_task();
    if (!task) {
      log::error(kComponent, "the application master does not answer: {}", task.error().message);
      return kMasterIsGone;
    }
    if (!task->is_wanted) return 0;
    run.directory = makeOutputDirectory(self->local_dirs, *id, room_wanted(run.context));
    engine::describeAttempt(run.context, run.directory);
    run.context.getConfiguration().set("mapreduce.job.local.dir", self->local_dirs.front());
    run.context.progress();
    const int code = run_attempt(run, *task);
    std::error_code ignored;
    // A map's output is wanted by reduces; what a reduce has fetched is not, nor what failed.
    if (code != 0 || !id->isMap()) std::filesystem::remove_all(run.directory, ignored);
    return code;
  } catch (const std::exception&) {
    log::error(kComponent, "{}", describeFailure());
    return kTaskFailed;
  }
}

}  // namespace mammoth::mapreduce::runner
