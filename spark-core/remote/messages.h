// What driver and executors say to each other on the connection that the executor opens (Spark:
// CoarseGrainedClusterMessages), each a frame of net/frame.h whose body is the struct's serialised
// form. Both ends are of one build, so the format has no versions.
//
//   executor                               driver
//   kRegister  RegisterExecutor  ──▶
//                                ◀──  kRegistered | kRefused reason
//                                ◀──  kPlan  once a stage, before its first task
//                                ◀──  kLaunch, kKill
//   kTaskRunning, kTaskEnded     ──▶
//   kHeartbeat                   ──▶
//   kAskCommit                   ──▶
//                                ◀──  kMayCommit
//   kAskBlock                    ──▶
//                                ◀──  kBlockPlaces
//   kBarrier                     ──▶
//                                ◀──  kBarrierPassed, when all tasks of the stage are there
//                                ◀──  kRemoveRdd, kRemoveBroadcast, kStop
//
// Either end ends when the connection does: an executor never outlives its driver.
#pragma once

#include "spark-core/executor/task.h"
#include "spark-core/plan/task_context.h"

namespace mammoth::spark {

enum class Message : std::uint8_t {
  kRegister = 32,
  kRegistered,
  kRefused,
  kPlan,
  kLaunch,
  kKill,
  kTaskRunning,
  kTaskEnded,
  kHeartbeat,
  kAskCommit,
  kMayCommit,
  kAskBlock,
  kBlockPlaces,
  kBarrier,
  kBarrierPassed,
  kRemoveRdd,
  kRemoveBroadcast,
  kStop,
};

struct RegisterExecutor {
  std::string id{};
  std::string host{};
  int cores = 0;
  int block_port = 0;
  LocalRoots roots{};  // of its LocalFiles
  std::int64_t pid = 0;
};
struct SendPlan {
  int stage = 0;
  int attempt = 0;
  std::string bytes{};  // plan/stage_plan.h
};
struct LaunchTask {
  std::int64_t task = 0;
  int stage = 0;
  int attempt = 0;
  std::string bytes{};  // executor/task.h
};
struct TaskEnded {
  std::int64_t task = 0;
  TaskOutcome outcome{};
};
struct AskCommit {
  std::uint64_t question = 0;
  TaskIdentity task{};
};
struct MayCommit {
  std::uint64_t question = 0;
  bool allowed = false;
};
struct AskBlock {
  std::uint64_t question = 0;
  int rdd = 0;
  int partition = 0;
};
struct BlockPlaces {
  std::uint64_t question = 0;
  std::vector<OutputPlace> holders{};  // of this cached partition
  std::vector<OutputPlace> others{};   // all but the asker that are no holders
};

struct AtBarrier {
  std::uint64_t question = 0;
  TaskIdentity task{};
  std::uint64_t epoch = 0;
  std::string message{};
};
struct BarrierPassed {
  std::uint64_t question = 0;
  std::vector<std::string> messages{};  // by partition
  std::string error{};
};

// What an executor is told when it is started, on its standard input: one message, framed by its
// length, so that the secret is in no command line and no environment. The input then stays open for
// as long as whoever started it wants it to live.
struct ExecutorSpec {
  std::string id{};
  std::string application{};
  std::string driver_host{};
  int driver_port = 0;
  std::string secret{};
  std::string host{};       // to be known by, and to listen on
  int cores = 1;
  std::string directory{};  // its own, removed at its end
  LocalRoots roots{};       // of its block files, likewise; none: they are in `directory`
  // With the driver on the same machine: what is to be removed when it is gone without a word.
  std::string application_directory{};
  std::string library{};    // of the job; empty: none
  bool fetch_library = false;  // from the driver, as block kLibraryBlock
  std::vector<std::string> files{};  // blocks to fetch into the working directory: --files
  std::map<std::string, std::string> settings{};
};
inline constexpr const char* kLibraryBlock = "job_library";

std::string broadcast_block(std::uint64_t id);
std::string file_block(const std::string& name);

}  // namespace mammoth::spark
