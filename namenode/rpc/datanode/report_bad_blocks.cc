#include "common/protocol/hdfs/datanode_report.pb.h"
#include "namenode/rpc/convert.h"
#include "namenode/rpc/datanode_protocol.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<datanode_wire::ReportBadBlocksResponseProto> DatanodeProtocol::report_bad_blocks(
    const datanode_wire::ReportBadBlocksRequestProto& request, rpc::Call&) {
  system_.change_blocks([&](BlockManager& blocks) {
    for (const auto& bad : request.blocks())
      for (int i = 0; i < bad.locs_size(); ++i)
        blocks.report_bad_replica(to_block(bad.b()), bad.locs(i).id().datanodeuuid(),
                                  i < bad.storageids_size() ? bad.storageids(i) : std::string(),
                                  "datanode reported it");
  });
  return datanode_wire::ReportBadBlocksResponseProto();
}

}  // namespace mammoth::namenode
