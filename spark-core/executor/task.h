// A task and its end as bytes: what the driver sends an executor and gets back. In local mode too
// every task goes through these bytes, so that what works there works between processes.
//
// The stage's plan (plan/stage_plan.h) travels beside the task, once a stage.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "spark-core/plan/serializer.h"
#include "spark-core/plan/task_metrics.h"
#include "spark-core/shuffle/map_output.h"
#include "spark-core/storage/block_store.h"

namespace mammoth::spark {

struct TaskMapOutput {
  std::int64_t map_task = 0;
  int place = 0;  // in Task::places
};
struct TaskShuffleInput {
  int shuffle_id = 0;
  std::vector<TaskMapOutput> outputs{};  // by map partition
};

struct TaskPayload {
  int node = 0;
  int partition = 0;
  std::string bytes{};
};

struct Task {
  int stage_id = 0;
  int stage_attempt = 0;
  int partition = 0;
  int partitions = 0;
  int attempt = 0;
  std::int64_t task_id = 0;
  std::vector<OutputPlace> places{};
  std::vector<TaskShuffleInput> inputs{};
  std::vector<TaskPayload> payloads{};
  std::vector<std::string> barrier_addresses{};  // of a barrier stage: its tasks' executors
  std::vector<int> kept{};                       // the RDDs some of whose partitions executors keep
};

enum class TaskEnd : std::uint8_t {
  kSucceeded,
  kFailed,
  kFetchFailed,
  kKilled,
  kCommitDenied,
  kOutputExists
};

// Which map output could not be read.
struct TaskFetchError {
  int shuffle_id = -1;
  std::int64_t map_task = -1;
  int map_index = -1;  // -1: unknown
  int reduce = -1;
  std::string executor{};  // that was to have it; empty: nobody knows one
};

struct TaskOutcome {
  TaskEnd end = TaskEnd::kFailed;
  std::string result{};                // of an action
  std::vector<std::uint64_t> sizes{};  // of a map output, by reduce partition
  std::uint64_t checksum = 0;          // of a map output
  std::vector<std::pair<std::uint64_t, std::string>> accumulators{};
  std::string message{};   // of a failure
  TaskFetchError fetch{};  // kFetchFailed
  std::int64_t run_ms = 0;
  std::uint64_t records = 0;
  std::vector<BlockChange> blocks{};  // of the executor, since it was last said
  TaskMetrics metrics{};
  // A result too large for a message: a file of the executor's block server and its length.
  std::string result_file{};
  std::uint64_t result_bytes = 0;
};

template <class T>
std::string to_bytes(const T& value) {
  Writer out;
  Serializer<T>::write(out, value);
  return out.take();
}
template <class T>
T from_bytes(std::string_view bytes) {
  Reader in(bytes);
  return Serializer<T>::read(in);
}

}  // namespace mammoth::spark
