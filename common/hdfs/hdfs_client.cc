#include "common/hdfs/hdfs_client.h"

#include "common/hdfs/datanode_connections.h"
#include "common/hdfs/lease_renewer.h"
#include "common/hdfs/short_circuit_replicas.h"

namespace mammoth::hdfs {

HdfsClient::HdfsClient(HostPort address, std::string user, const Configuration& configuration,
                       const ClientSettings& client_settings, std::string real_user)
    : settings(client_settings),
      namenode(std::move(address), std::move(user), configuration, std::move(real_user)),
      datanodes(std::make_unique<DatanodeConnections>(settings)),
      lease_renewer(std::make_unique<LeaseRenewer>(namenode)),
      short_circuit(settings.short_circuit ? std::make_unique<ShortCircuitReplicas>(
                                                 settings, namenode.client_name())
                                           : nullptr),
      hedged(settings.hedged_read_threads) {}

HdfsClient::~HdfsClient() = default;

}  // namespace mammoth::hdfs
