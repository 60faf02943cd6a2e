#include "common/protocol/hdfs/client_namenode/blocks.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ReportBadBlocksResponseProto> ClientProtocol::report_bad_blocks(
    const wire::ReportBadBlocksRequestProto& request, rpc::Call&) {
  system_.change_blocks([&](BlockManager& blocks) {
    for (const auto& bad : request.blocks()) {
      for (int i = 0; i < bad.locs_size(); ++i) {
        const std::string storage = i < bad.storageids_size() ? bad.storageids(i) : std::string();
        blocks.report_bad_replica(to_block(bad.b()), bad.locs(i).id().datanodeuuid(), storage,
                                  "client machine reported it");
      }
    }
  });
  return wire::ReportBadBlocksResponseProto();
}

}  // namespace mammoth::namenode
