#include "spark-core/executor/executor.h"

#include <cxxabi.h>
#include <time.h>

#include <chrono>
#include <system_error>

#include "spark-core/executor/task_run.h"
#include "spark-core/plan/task_output.h"
#include "spark-core/shuffle/map_output.h"

namespace mammoth::spark {
namespace {

// "std::out_of_range: empty collection", as a Java trace begins with the class.
std::string describe(const std::exception& error) {
  int status = 0;
  char* name = abi::__cxa_demangle(typeid(error).name(), nullptr, nullptr, &status);
  std::string text = (status == 0 ? name : typeid(error).name()) + std::string(": ") + error.what();
  std::free(name);
  return text;
}

TaskOutcome failed(TaskEnd end, std::string message) {
  TaskOutcome outcome;
  outcome.end = end;
  outcome.message = std::move(message);
  return outcome;
}

TaskOutcome fetch_failed(const FetchFailure& failure) {
  TaskOutcome outcome = failed(TaskEnd::kFetchFailed, failure.what());
  outcome.fetch = {failure.output().shuffle, failure.output().map_task,
                   failure.output().map_index, failure.reduce(),
                   failure.place() ? failure.place()->executor : ""};
  return outcome;
}

std::uint64_t thread_cpu_ns() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(time.tv_nsec);
}

TaskOutcome run_guarded(TaskRun& run) {
  try {
    return run.run();
  } catch (const FetchFailure& failure) {
    return fetch_failed(failure);
  } catch (const TaskInterrupted& killed) {
    return failed(TaskEnd::kKilled, killed.what());
  } catch (const CommitDenied& denied) {
    return failed(TaskEnd::kCommitDenied, denied.what());
  } catch (const std::exception& error) {
    return failed(TaskEnd::kFailed, describe(error));
  } catch (...) {
    return failed(TaskEnd::kFailed, "the task threw something that is no std::exception");
  }
}

}  // namespace

Executor::Executor(ExecutorOptions options, const Configuration& hadoop, MayCommit may_commit,
                   FetchOutputs fetch, Peers peers)
    : options_(std::move(options)),
      may_commit_(std::move(may_commit)),
      peers_(std::move(peers)),
      files_(options_.roots, options_.owns_roots),
      blocks_(files_, options_.storage_memory_bytes),
      file_systems_(hadoop),
      shuffle_reader_{options_.id, options_.reads_host_local_disk ? options_.host : "",
                      files_.roots(), std::move(fetch), options_.shuffle_codec} {}

std::shared_ptr<const StagePlan> Executor::plan_of(const Task& task, const std::string& bytes) {
  const std::pair key(task.stage_id, task.stage_attempt);
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = plans_.find(key); known != plans_.end()) return known->second;
  }
  auto plan = read_stage_plan(bytes);
  const std::lock_guard lock(mutex_);
  while (plans_.size() >= 16)
    plans_.erase(plans_.begin());  // the oldest stages have the lowest ids
  return plans_.emplace(key, std::move(plan)).first->second;
}

TaskOutcome Executor::run(std::string_view task_bytes, const std::string& plan_bytes,
                          const std::atomic<bool>& killed) {
  const auto start = std::chrono::steady_clock::now();
  const std::uint64_t cpu_start = thread_cpu_ns();
  TaskOutcome outcome;
  try {
    const Task task = from_bytes<Task>(task_bytes);
    const auto plan = plan_of(task, plan_bytes);
    TaskRun run(*this, task, plan, killed);
    outcome = run_guarded(run);
  } catch (const std::exception& error) {
    outcome = failed(TaskEnd::kFailed, describe(error));
  }
  outcome.run_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::steady_clock::now() - start)
                       .count();
  outcome.metrics.cpu_ns = thread_cpu_ns() - cpu_start;
  outcome.blocks = blocks_.take_changes();
  return outcome;
}

}  // namespace mammoth::spark
