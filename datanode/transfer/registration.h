// Whether the NameNode knows this datanode, and as whom (Hadoop: DataNode.getDNRegistrationForBP).
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/protocol/hdfs/datanode_info.pb.h"

namespace mammoth::datanode {

// Thread-safe. Set by the session with the NameNode, read by everybody who serves others.
class Registration {
 public:
  void set(std::string pool_id, const ::hadoop::hdfs::DatanodeIDProto& id);
  // Empty before the first registration.
  std::optional<::hadoop::hdfs::DatanodeIDProto> id() const;

  // Returns once the pool is served. Refuses (kIo) with Hadoop's "Not ready to serve the block pool, …"
  // after `limit`, or at once when another pool is served or close() was called.
  Result<void> wait_for(const std::string& pool_id, std::chrono::milliseconds limit) const;
  // The datanode stops: nobody waits any more.
  void close();

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::string pool_id_;                                // guarded by mutex_
  std::optional<::hadoop::hdfs::DatanodeIDProto> id_;  // guarded by mutex_
  bool closed_ = false;                                // guarded by mutex_
};

}  // namespace mammoth::datanode
