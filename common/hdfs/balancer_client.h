// BalancerClient: what who moves replicas about asks of the NameNode and of DataNodes (Hadoop:
// NameNodeConnector, Dispatcher.PendingMove).
//
// All calls block the calling thread; thread-safe. Refusals come back as Error values with Hadoop's
// messages, a daemon that does not answer as kConnect, kSocketTimeout or kIo. Only superusers may.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/hdfs_ids.h"
#include "common/base/result.h"
#include "common/hdfs/admin.h"

namespace mammoth {
class Configuration;
}

namespace mammoth::hdfs {

// Storage types by their names: "DISK", "SSD", "ARCHIVE".
struct StorageSpace {
  std::string type;
  std::uint64_t capacity_bytes = 0;
  std::uint64_t dfs_used_bytes = 0;
  std::uint64_t remaining_bytes = 0;
};

struct DatanodeSpace {
  DatanodeReport node;
  std::vector<StorageSpace> storages;  // that work
};

struct ReplicaPlace {
  std::string datanode_uuid;
  std::string storage_type;
};

struct MovableBlock {
  Block block;
  std::vector<ReplicaPlace> places;
};

// A replica is copied from `proxy` to `target`, after which the one on `source` is one too many.
struct ReplicaMove {
  Block block;
  std::string storage_type;
  const DatanodeReport* source = nullptr;
  const DatanodeReport* target = nullptr;
  const DatanodeReport* proxy = nullptr;
};

class BalancerClient {
 public:
  // Of the NameNode of `uri`; asks it for its block pool.
  static Result<std::unique_ptr<BalancerClient>> open(std::string_view uri,
                                                      const Configuration& configuration);
  ~BalancerClient();

  Result<bool> upgrade_finalized();
  // Of live DataNodes in service.
  Result<std::vector<DatanodeSpace>> spaces();
  // Blocks of at least `min_bytes` with a replica on such a storage of the node, until they have
  // `total_bytes` together.
  Result<std::vector<MovableBlock>> blocks_on(const DatanodeReport& node,
                                              std::string_view storage_type,
                                              std::uint64_t total_bytes, std::uint64_t min_bytes);
  // Returns when the copy is there; the NameNode deletes the replica of the source later.
  Result<void> move(const ReplicaMove& move);

 private:
  struct Connections;
  explicit BalancerClient(std::unique_ptr<Connections> connections);

  const std::unique_ptr<Connections> connections_;
};

}  // namespace mammoth::hdfs
