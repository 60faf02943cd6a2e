#include "common/protocol/hdfs/client_namenode/datanodes.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert.h"
#include "namenode/rpc/handler.h"
#include "namenode/rpc/report_kind.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetDatanodeReportResponseProto> ClientProtocol::get_datanode_report(
    const wire::GetDatanodeReportRequestProto& request, rpc::Call& call) {
  const Caller caller = caller_of(call);
  TRY(system_.check_superuser(caller, "datanodeReport"));
  const auto nodes = system_.read_blocks(
      [&](const BlockManager& blocks) { return blocks.datanodes(to_report_kind(request.type())); });
  wire::GetDatanodeReportResponseProto response;
  for (const auto& node : nodes) to_proto(*node, response.add_di());
  system_.audit_admin(caller, "datanodeReport");
  return response;
}

}  // namespace mammoth::namenode
