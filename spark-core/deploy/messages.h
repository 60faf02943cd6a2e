// What workers, drivers and the master of a standalone cluster say to each other (Spark:
// DeployMessages), on connections that workers and drivers open to the master; each a frame of
// net/frame.h. All are of one build of this product.
//
//   worker                                    master
//   kRegisterWorker RegisterWorker     ──▶
//                                      ◀──  kRegistered | kRefused reason
//   kWorkerAlive                       ──▶
//                                      ◀──  kLaunchExecutor, kKillExecutor, kApplicationFinished
//   kExecutorChanged                   ──▶
//
//   driver
//   kRegisterApplication               ──▶
//                                      ◀──  kRegistered application id | kRefused reason
//                                      ◀──  kExecutorChanged, kApplicationRemoved reason
//   kKillExecutor                      ──▶
//
// A driver may run in the cluster itself (deploy mode cluster): a worker starts it as it starts
// executors, kLaunchDriver, kKillDriver ◀── and kDriverChanged ──▶ on the worker's connection. Who
// submits it asks once and gets one DriverAnswer:
//
//   kSubmitDriver DriverDescription | kKillDriver id | kDriverStatus id  ──▶
//                                      ◀──  kDriverAnswer
//
// An application ends with its driver's connection, a worker is lost with its own.
#pragma once

#include "spark-core/remote/messages.h"

namespace mammoth::spark::deploy {

enum class Message : std::uint8_t {
  kRegisterWorker = 64,
  kRegisterApplication,
  kRegistered,
  kRefused,
  kWorkerAlive,
  kLaunchExecutor,
  kKillExecutor,
  kExecutorChanged,
  kApplicationFinished,
  kApplicationRemoved,
  kLaunchDriver,
  kKillDriver,
  kDriverChanged,
  kSubmitDriver,
  kDriverStatus,
  kDriverAnswer,
};

struct RegisterWorker {
  std::string id{};
  std::string host{};
  int cores = 0;
  std::uint64_t memory_bytes = 0;
};
struct RegisterApplication {
  std::string name{};
  std::string user{};
  int most_cores = 0;      // of all executors; 0: all there are
  int executor_cores = 0;  // 0: all of a worker's
  std::uint64_t executor_memory_bytes = 0;
  ExecutorSpec pattern{};  // complete but for id, host, cores and directory
};
struct LaunchExecutor {
  std::string application{};
  int executor = 0;
  int cores = 0;
  std::uint64_t memory_bytes = 0;
  ExecutorSpec pattern{};
};
struct ExecutorName {
  std::string application{};
  int executor = 0;
};
enum class ExecutorState : std::uint8_t { kRunning, kExited, kKilled, kLost };
struct ExecutorChanged {
  std::string application{};
  int executor = 0;
  ExecutorState state = ExecutorState::kRunning;
  std::string message{};
  int exit_code = 0;
};

// A job whose driver runs on a worker. Its library is a path that is the same there.
struct DriverDescription {
  std::string library{};
  std::string entry{};
  std::vector<std::string> arguments{};
  std::map<std::string, std::string> settings{};
  int cores = 1;
  std::uint64_t memory_bytes = 0;
  bool supervise = false;  // is started again when it fails or its worker is lost
};
enum class DriverState : std::uint8_t {
  kSubmitted,
  kRunning,
  kFinished,
  kRelaunching,
  kKilled,
  kFailed,
  kError,  // could not be started
};
const char* to_text(DriverState state);  // as Spark prints it: "SUBMITTED"
struct LaunchDriver {
  std::string id{};
  DriverDescription who{};
};
struct DriverChanged {
  std::string id{};
  DriverState state = DriverState::kRunning;
  std::string message{};
};
struct DriverAnswer {
  bool success = false;
  std::string id{};
  std::string message{};
  std::string state{};  // of kDriverStatus
  std::string worker{};
  std::string host{};  // of the worker
};

inline constexpr std::size_t kMostMessageBytes = std::size_t{32} << 20;

}  // namespace mammoth::spark::deploy
