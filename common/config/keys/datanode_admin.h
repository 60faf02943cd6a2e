// Keys of how the administrator speaks of DataNodes. Only the NameNode reads them, so keys.h does not
// include this.
#pragma once

#include "common/config/config_key.h"

// clang-format off
namespace mammoth::keys {

inline constexpr ConfigKey kDfsNamenodeHostsProviderClassname{
    "dfs.namenode.hosts.provider.classname", KeyType::kString, "",
    "org.apache.hadoop.hdfs.server.blockmanagement.HostFileManager",
    "How dfs.hosts is written: as a list of hosts, beside dfs.hosts.exclude, or (…CombinedHostFileManager) as "
    "JSON that says of each host whether it is in service, decommissioned or in maintenance, and until when."};
inline constexpr ConfigKey kDfsNamenodeMaintenanceReplicationMin{
    "dfs.namenode.maintenance.replication.min", KeyType::kInt, "replicas", "1",
    "Replicas that a block must have on other DataNodes before one is in maintenance.", "0..1000"};

}  // namespace mammoth::keys
