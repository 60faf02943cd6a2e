// Runs tasks (Spark: Executor): builds the streams of the stage's plan for one partition, and feeds
// the last of them to a shuffle or to an action. Holds what tasks of one process share: the block
// store, the local files, the file systems.
//
// Thread-safe: one call of run() for each core at a time. Whatever a task throws becomes an
// outcome; a crash takes the process.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "common/config/configuration.h"
#include "spark-core/executor/file_systems.h"
#include "spark-core/executor/task.h"
#include "spark-core/plan/stage_plan.h"
#include "spark-core/shuffle/block_codec.h"
#include "spark-core/storage/block_store.h"
#include "spark-core/storage/local_files.h"

namespace mammoth::spark {

struct ExecutorOptions {
  std::string id = "driver";
  std::string host{};
  LocalRoots roots{"/tmp"};           // of its files
  bool owns_roots = false;            // they are this executor's alone, and go with it
  bool reads_host_local_disk = true;  // spark.shuffle.readHostLocalDisk
  BlockCodec shuffle_codec = BlockCodec::kNone;
  std::size_t storage_memory_bytes = std::size_t{200} << 20;
  std::size_t task_memory_bytes = std::size_t{64} << 20;  // that one operator may hold
};

// What an executor does with others of its application; what there is not is null.
struct Peers {
  std::function<std::optional<std::string>(BlockKey key)> fetch{};  // absent: nobody has it
  // Has others keep copies, as many as the level wants, of a block that is here.
  std::function<void(BlockKey key, StorageLevel level)> replicate{};
  // TaskContext::all_gather; calls `check` while it waits, which may throw.
  std::function<std::vector<std::string>(const TaskIdentity& task, std::uint64_t epoch,
                                         const std::string& message,
                                         const std::function<void()>& check)>
      all_gather{};
};

class Executor {
 public:
  // Asks the driver whether an attempt may commit its output.
  using MayCommit = std::function<bool(const TaskIdentity& task)>;
  // `fetch` gets map outputs from other hosts; null: there are none.
  Executor(ExecutorOptions options, const Configuration& hadoop, MayCommit may_commit,
           FetchOutputs fetch = nullptr, Peers peers = {});

  // Both arguments are bytes of task.h and stage_plan.h; `killed` ends the task at its next batch.
  TaskOutcome run(std::string_view task_bytes, const std::string& plan_bytes,
                  const std::atomic<bool>& killed);

  BlockStore& blocks() { return blocks_; }
  const Peers& peers() const { return peers_; }
  LocalFiles& files() { return files_; }
  const ShuffleReader& shuffle_reader() const { return shuffle_reader_; }
  FileSystems& file_systems() { return file_systems_; }
  const ExecutorOptions& options() const { return options_; }
  bool may_commit(const TaskIdentity& task) const { return may_commit_(task); }

 private:
  std::shared_ptr<const StagePlan> plan_of(const Task& task, const std::string& bytes);

  const ExecutorOptions options_;
  const MayCommit may_commit_;
  const Peers peers_;
  LocalFiles files_;
  BlockStore blocks_;
  FileSystems file_systems_;
  ShuffleReader shuffle_reader_;  // constant after construction
  std::mutex mutex_;
  std::map<std::pair<int, int>, std::shared_ptr<const StagePlan>>
      plans_;  // guarded by mutex_; the last few
};

}  // namespace mammoth::spark
