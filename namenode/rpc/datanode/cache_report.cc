#include "common/protocol/hdfs/datanode_report.pb.h"
#include "namenode/rpc/convert_datanode.h"
#include "namenode/rpc/datanode_protocol.h"

namespace mammoth::namenode {

// This namenode has no cache directives, so whatever a datanode holds in memory may go.
Result<datanode_wire::CacheReportResponseProto> DatanodeProtocol::cache_report(
    const datanode_wire::CacheReportRequestProto& request, rpc::Call&) {
  TRY(check_registration(to_registration(request.registration())));
  datanode_wire::CacheReportResponseProto response;
  if (request.blocks().empty()) return response;
  response.mutable_cmd()->set_cmdtype(datanode_wire::DatanodeCommandProto::BlockIdCommand);
  auto* command = response.mutable_cmd()->mutable_blkidcmd();
  command->set_action(datanode_wire::BlockIdCommandProto::UNCACHE);
  command->set_blockpoolid(block_pool_id_);
  *command->mutable_blockids() = request.blocks();
  return response;
}

}  // namespace mammoth::namenode
