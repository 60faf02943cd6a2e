// Where the NameNode is, as its callers and itself read it from the configuration
// (org.apache.hadoop.hdfs.DFSUtilClient#getNNAddress, DFSUtil#getNNServiceRpcAddressesForCluster).
#pragma once

#include <string_view>

#include "common/config/configuration.h"
#include "common/config/host_port.h"

namespace mammoth {

inline constexpr std::uint16_t kDefaultNamenodePort = 8020;

// host and port of hdfs://host[:port][/path]. Refused (kIllegalArgument, Hadoop's words): another
// scheme, no host.
Result<HostPort> parse_hdfs_uri(std::string_view uri);

// For clients and the NameNode: dfs.namenode.rpc-address, else fs.defaultFS.
Result<HostPort> namenode_address(const Configuration& configuration);

// For DataNodes: dfs.namenode.servicerpc-address, else what clients use.
Result<HostPort> namenode_service_address(const Configuration& configuration);

}  // namespace mammoth
