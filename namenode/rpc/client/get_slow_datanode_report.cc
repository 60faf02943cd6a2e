#include "common/protocol/hdfs/client_namenode/datanodes.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetSlowDatanodeReportResponseProto> ClientProtocol::get_slow_datanode_report(
    const wire::GetSlowDatanodeReportRequestProto&, rpc::Call&) {
  // Empty: datanodes do not tell on each other (dfs.datanode.peer.stats.enabled is off).
  return wire::GetSlowDatanodeReportResponseProto();
}

}  // namespace mammoth::namenode
