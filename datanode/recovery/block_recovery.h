// Block recovery (Hadoop: BlockRecoveryWorker; "Append/Hflush/Read Design", HDFS-265): the
// datanodes that hold replicas of an unfinished block agree on its length.
//
//   NameNode ── RecoveringBlock ──> primary
//   primary: init on every replica ─> choose length ─> update every participant ─> tell the
//   NameNode
#pragma once

#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "common/config/host_port.h"
#include "common/protocol/hdfs/recovery.pb.h"
#include "common/rpc/client.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/transfer/registration.h"

namespace mammoth::datanode {

// What one replica looked like when its writer was stopped.
struct ReplicaToSync {
  std::size_t location = 0;  // index in the recovering block's list
  Block block;
  ReplicaState original = ReplicaState::kFinalized;
};

struct SyncDecision {
  std::uint64_t length_bytes = 0;
  std::vector<ReplicaToSync> participants;
};

// The rule: the best state wins (FINALIZED before RBW before RWR). Finalized replicas must agree,
// and RBW ones of the same length join them; otherwise the shortest replica of the best state
// decides. Refuses (kIo) finalized replicas of different lengths. `replicas` is not empty.
Result<SyncDecision> decide_sync(const std::vector<ReplicaToSync>& replicas);
// For a truncation, which only finalized replicas undergo: all that are long enough. Some may have
// been cut by an attempt that the NameNode never heard of.
SyncDecision decide_truncation(const std::vector<ReplicaToSync>& replicas,
                               std::uint64_t length_bytes);

struct RecoveryOptions {
  HostPort namenode;
  std::string user;
  bool use_hostnames = false;  // dfs.datanode.use.datanode.hostname
};

// Runs the recoveries of which this datanode is the primary, one after the other, on a thread of
// its own. Beyond kMaxQueued further ones are dropped: the NameNode orders them again. Thread-safe.
// Destruction breaks off the one under way.
class BlockRecovery {
 public:
  static constexpr std::size_t kMaxQueued = 1000;

  // The references must outlive this.
  BlockRecovery(ReplicaStore& store, const Registration& registration, RecoveryOptions options);
  ~BlockRecovery();
  BlockRecovery(const BlockRecovery&) = delete;
  BlockRecovery& operator=(const BlockRecovery&) = delete;

  void start(const ::hadoop::hdfs::RecoveringBlockProto& block);

 private:
  void work();
  void run(const ::hadoop::hdfs::RecoveringBlockProto& order);

  ReplicaStore& store_;
  const Registration& registration_;
  const RecoveryOptions options_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<::hadoop::hdfs::RecoveringBlockProto> queue_;  // guarded by mutex_
  asio::io_context* active_ = nullptr;  // guarded by mutex_; of the one under way
  bool stopping_ = false;               // guarded by mutex_
  std::thread thread_;
};

}  // namespace mammoth::datanode
