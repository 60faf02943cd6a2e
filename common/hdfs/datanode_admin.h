// DatanodeAdmin: what an administrator asks of one DataNode, at its ipc port (Hadoop:
// ClientDatanodeProtocol behind `hdfs dfsadmin`).
//
// All calls block the calling thread; thread-safe. Refusals come back as Error values with Hadoop's
// messages, a DataNode that does not answer as kConnect, kSocketTimeout or kIo.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/config/host_port.h"

namespace mammoth {
class Configuration;
}

namespace mammoth::hdfs {

struct DatanodeLocalInfo {
  std::string software_version;
  std::string config_version;
  std::uint64_t uptime_s = 0;
};

// One of its data directories (Hadoop: DatanodeVolumeInfo); sizes in bytes.
struct VolumeReport {
  std::string path;
  std::string storage_type;
  std::uint64_t used = 0;
  std::uint64_t free = 0;
  std::uint64_t reserved = 0;
  std::uint64_t reserved_for_replicas = 0;
  std::uint64_t blocks = 0;
};

class DatanodeAdmin {
 public:
  DatanodeAdmin(HostPort address, const Configuration& configuration);
  ~DatanodeAdmin();

  Result<DatanodeLocalInfo> info();
  Result<std::vector<VolumeReport>> volumes();
  Result<std::uint64_t> balancer_bandwidth();  // bytes a second
  Result<void> evict_writers();
  Result<void> shutdown(bool for_upgrade);
  // To all NameNodes where `namenode` is empty.
  Result<void> trigger_block_report(bool incremental, const std::string& namenode);
  Result<void> refresh_namenodes();
  Result<void> delete_block_pool(const std::string& pool_id, bool force);

 private:
  class Connection;
  const std::unique_ptr<Connection> connection_;
};

}  // namespace mammoth::hdfs
