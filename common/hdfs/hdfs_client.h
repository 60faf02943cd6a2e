// What the readers and writers of one HDFS client share. Thread-safe, as its parts are.
#pragma once

#include <memory>

#include "common/hdfs/client_settings.h"
#include "common/hdfs/hedged_reads.h"
#include "common/hdfs/namenode_proxy.h"

namespace mammoth::hdfs {

class LeaseRenewer;
class DatanodeConnections;
class ShortCircuitReplicas;

struct HdfsClient {
  HdfsClient(HostPort address, std::string user, const Configuration& configuration,
             const ClientSettings& client_settings, std::string real_user = {});
  ~HdfsClient();

  const ClientSettings settings;
  NamenodeProxy namenode;
  const std::unique_ptr<DatanodeConnections> datanodes;  // idle connections, to be used again
  const std::unique_ptr<LeaseRenewer> lease_renewer;
  const std::unique_ptr<ShortCircuitReplicas> short_circuit;  // none when that is not wanted
  HedgedReads hedged;  // last: its threads use the rest
};

}  // namespace mammoth::hdfs
