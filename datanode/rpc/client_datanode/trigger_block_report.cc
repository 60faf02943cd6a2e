#include "common/protocol/hdfs/client_datanode_protocol.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/rpc/client_datanode_protocol.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

Result<pb::TriggerBlockReportResponseProto> ClientDatanodeProtocol::trigger_block_report(
    const pb::TriggerBlockReportRequestProto& request, rpc::Call& call) {
  TRY(check_superuser(call));
  controls_.report_blocks(request.incremental());
  return pb::TriggerBlockReportResponseProto();
}

}  // namespace mammoth::datanode
