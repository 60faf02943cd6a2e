#include "common/protocol/hdfs/client_datanode_protocol.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/rpc/client_datanode_protocol.h"
#include "common/base/log.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

Result<pb::EvictWritersResponseProto> ClientDatanodeProtocol::evict_writers(const pb::EvictWritersRequestProto&,
                                                                            rpc::Call& call) {
  TRY(check_superuser(call));
  log::info("datanode", "Evicting all writers.");
  controls_.evict_writers();
  return pb::EvictWritersResponseProto();
}

}  // namespace mammoth::datanode
