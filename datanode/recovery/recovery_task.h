// One block recovery, carried out by its primary datanode.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/async/task.h"
#include "datanode/recovery/block_recovery.h"

namespace mammoth::datanode {

// Runs on its io_context's thread, where calls to the local replica store block.
class RecoveryTask {
 public:
  RecoveryTask(asio::any_io_executor executor, ReplicaStore& store, const Registration& registration,
               const RecoveryOptions& options, const ::hadoop::hdfs::RecoveringBlockProto& order);

  // Refused when no replica could be recovered, or another recovery is newer (kRecoveryInProgress).
  Task<Result<void>> run();

 private:
  using Updated = std::vector<std::pair<std::size_t, std::string>>;  // location, storage id

  Task<Result<std::vector<ReplicaToSync>>> collect();
  Task<Result<std::optional<ReplicaToSync>>> init_replica(std::size_t location);
  Task<Result<std::string>> update_replica(const ReplicaToSync& replica, std::uint64_t length_bytes);
  Task<Result<void>> commit(std::uint64_t length_bytes, const Updated& updated);
  const ::hadoop::hdfs::DatanodeIDProto& node(std::size_t location) const;
  bool is_local(std::size_t location) const;
  rpc::Target target(const HostPort& address, std::string protocol) const;
  rpc::Target peer(std::size_t location) const;

  ReplicaStore& store_;
  const Registration& registration_;
  const RecoveryOptions& options_;
  const ::hadoop::hdfs::RecoveringBlockProto& order_;
  const Block block_;
  rpc::Client client_;
};

}  // namespace mammoth::datanode
