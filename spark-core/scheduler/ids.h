// The identities of the scheduler, each a type of its own, and the places a task may run at
// (Spark: TaskLocation, TaskLocality, BlockManagerId). Values; nothing here is shared.
//
// Partitions, attempts and indexes are plain ints counted from 0. Executors and hosts are named by
// the cluster manager, so they stay strings at this border; inside, an offer round compares
// numbers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/strong_id.h"

namespace mammoth::spark::scheduler {

using JobId = StrongId<struct JobIdTag, std::int32_t>;
using StageId = StrongId<struct StageIdTag, std::int32_t>;
using RddId = StrongId<struct RddIdTag, std::int32_t>;
using ShuffleId = StrongId<struct ShuffleIdTag, std::int32_t>;
using TaskId =
    StrongId<struct TaskIdTag, std::int64_t>;  // unique in the application, from 0 ("TID")
using AccumulatorId = StrongId<struct AccumulatorIdTag, std::int64_t>;

// Partitions and attempts count in ints, containers in their own type.
constexpr std::size_t at_index(int index) { return static_cast<std::size_t>(index); }

// Something the driver gave and gets back untouched: a job's function, a stage's serialised code, a
// task's result. The scheduler never looks inside.
using Payload = std::shared_ptr<const void>;

// Where a shuffle's or a cached block's bytes live.
struct BlockManagerId {
  std::string executor_id;
  std::string host;
  int port = 0;
  auto operator<=>(const BlockManagerId&) const = default;
};
// "BlockManagerId(exec, host, 7337, None)", as Spark prints it in failures.
std::string to_text(const BlockManagerId& id);

// How near a task is to its data, nearest first; what is allowed at a level is allowed at those
// after.
enum class Locality { kProcessLocal, kNodeLocal, kNoPref, kRackLocal, kAny };
const char* to_text(Locality locality);  // "PROCESS_LOCAL" …

// A preference of a task. Without an executor: any on the host. kHdfsCache: the host's datanode
// keeps the block in memory, so every executor there counts as PROCESS_LOCAL.
struct TaskLocation {
  enum class Kind { kHost, kExecutorCache, kHdfsCache };
  Kind kind = Kind::kHost;
  std::string host;
  std::string executor_id{};  // only with kExecutorCache

  static TaskLocation on_host(std::string host) { return {Kind::kHost, std::move(host)}; }
  static TaskLocation on_executor(std::string host, std::string executor_id) {
    return {Kind::kExecutorCache, std::move(host), std::move(executor_id)};
  }
  // Spark's textual form: "host", "executor_<host>_<id>" or "hdfs_cache_<host>".
  static TaskLocation parse(const std::string& text);
  bool operator==(const TaskLocation&) const = default;
};

}  // namespace mammoth::spark::scheduler
