// What travels with an application on YARN, and what its driver and its master say to each other.
//
// Nothing secret is in a command line or an environment: what a container must know is a secret of its
// credentials, in a file that YARN keeps for the user alone.
//
//   master, in client mode                     driver
//   kMaster                              ──▶
//                                        ◀──  kWanted, kKill, kStop
//   kExited, kGaveUp                     ──▶
//
// The master connects to the driver's port, where executors connect too (remote/messages.h). With the
// connection's end the driver is gone, and the application is over.
#pragma once

#include "spark-core/remote/messages.h"

namespace mammoth::spark::on_yarn {

enum class Message : std::uint8_t { kMaster = 96, kWanted, kKill, kStop, kExited, kGaveUp };

// How many executors there are to be, and on which hosts: tasks that want to run there.
struct WantedExecutors {
  int number = 0;
  std::map<std::string, int> hosts{};
};
struct ExecutorExited {
  std::string executor{};
  int status = 0;  // yarn::CompletedContainer's
  std::string diagnostics{};
};

// A file that containers get.
struct SharedFile {
  std::string name{};  // in the working directory
  std::string uri{};
  std::int64_t size = 0;
  std::int64_t timestamp_ms = 0;
};

// For the master: the secret kMasterSecret of its credentials.
struct MasterSpec {
  ExecutorSpec pattern{};  // complete but for id, host, cores and directory; cluster mode: settings only
  std::vector<SharedFile> product{};  // what an executor needs to run
  std::string staging{};              // directory to remove at the end; empty: somebody else does
  // Cluster mode: the job, in the working directory, and its words.
  std::string library{};
  std::string entry{};
  std::vector<std::string> arguments{};
};
inline constexpr const char* kMasterSecret = "spark.mammoth.master";
// For an executor: an ExecutorSpec.
inline constexpr const char* kExecutorSecret = "spark.mammoth.executor";

inline constexpr const char* kExecutorId = "SPARK_EXECUTOR_ID";        // variables of its container
inline constexpr const char* kExecutorCores = "SPARK_EXECUTOR_CORES";

inline constexpr std::size_t kMostMessageBytes = std::size_t{16} << 20;

}  // namespace mammoth::spark::on_yarn
