// Carries out what the NameNode orders in its answers (Hadoop: BPOfferService.processCommandFromActor).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>

#include "datanode/transfer/replica_transfer.h"

namespace hadoop::hdfs {
class RecoveringBlockProto;
namespace datanode {
class DatanodeCommandProto;
class BlockCommandProto;
class BlockIdCommandProto;
}  // namespace datanode
}  // namespace hadoop::hdfs

namespace mammoth::datanode {

// What the executor starts elsewhere. Both return at once and work on threads of their own.
struct CommandActions {
  // Copies a finalized replica to other datanodes.
  std::function<void(TransferOrder)> transfer;
  // Is the primary of that block's recovery.
  std::function<void(const ::hadoop::hdfs::RecoveringBlockProto&)> recover;
  // Holds replicas in memory, or no longer.
  std::function<void(std::span<const BlockId>)> cache{};
  std::function<void(std::span<const BlockId>)> uncache{};
};

// Used by one thread, that of the session with the NameNode; no order makes it wait.
class CommandExecutor {
 public:
  // The references must outlive this. `balancer_bandwidth` is in bytes a second.
  CommandExecutor(ReplicaStore& store, CommandActions actions,
                  std::atomic<std::uint64_t>& balancer_bandwidth)
      : store_(store), actions_(std::move(actions)), balancer_bandwidth_(balancer_bandwidth) {}

  // True when the NameNode does not know this datanode: register again.
  bool execute(const ::hadoop::hdfs::datanode::DatanodeCommandProto& command);

 private:
  void execute_block_command(const ::hadoop::hdfs::datanode::BlockCommandProto& command);
  void execute_id_command(const ::hadoop::hdfs::datanode::BlockIdCommandProto& command);

  ReplicaStore& store_;
  const CommandActions actions_;
  std::atomic<std::uint64_t>& balancer_bandwidth_;
};

}  // namespace mammoth::datanode
