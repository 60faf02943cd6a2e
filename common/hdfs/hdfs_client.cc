#include "common/hdfs/hdfs_client.h"

#include "common/hdfs/datanode_connections.h"
#include "common/hdfs/lease_renewer.h"

namespace mammoth::hdfs {

HdfsClient::HdfsClient(HostPort address, std::string user, const Configuration& configuration,
                       const ClientSettings& client_settings)
    : settings(client_settings),
      namenode(std::move(address), std::move(user), configuration),
      datanodes(std::make_unique<DatanodeConnections>(settings)),
      lease_renewer(std::make_unique<LeaseRenewer>(namenode)) {}

HdfsClient::~HdfsClient() = default;

}  // namespace mammoth::hdfs
