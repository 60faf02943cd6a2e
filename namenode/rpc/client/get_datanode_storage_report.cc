#include "common/protocol/hdfs/client_namenode/datanodes.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert.h"
#include "namenode/rpc/handler.h"
#include "namenode/rpc/report_kind.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetDatanodeStorageReportResponseProto> ClientProtocol::get_datanode_storage_report(
    const wire::GetDatanodeStorageReportRequestProto& request, rpc::Call& call) {
  const Caller caller = caller_of(call);
  TRY(system_.check_superuser(caller, "getDatanodeStorageReport"));
  wire::GetDatanodeStorageReportResponseProto response;
  system_.read_blocks([&](const BlockManager& blocks) {
    for (const auto& node : blocks.datanodes(to_report_kind(request.type()))) {
      auto* report = response.add_datanodestoragereports();
      to_proto(*node, report->mutable_datanodeinfo());
      for (const StorageReport& storage : blocks.storage_reports(node->index))
        to_proto(storage, report->add_storagereports());
    }
  });
  system_.audit_admin(caller, "getDatanodeStorageReport");
  return response;
}

}  // namespace mammoth::namenode
