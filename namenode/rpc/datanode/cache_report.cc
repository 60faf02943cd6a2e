#include "common/protocol/hdfs/datanode_report.pb.h"
#include "namenode/rpc/convert_datanode.h"
#include "namenode/rpc/datanode_protocol.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<datanode_wire::CacheReportResponseProto> DatanodeProtocol::cache_report(
    const datanode_wire::CacheReportRequestProto& request, rpc::Call&) {
  const DatanodeRegistration registration = to_registration(request.registration());
  TRY(check_registration(registration));
  std::vector<BlockId> cached;
  cached.reserve(static_cast<std::size_t>(request.blocks_size()));
  for (const std::uint64_t id : request.blocks()) cached.emplace_back(id);
  TRY(system_.change_blocks(
      [&](BlockManager& blocks) { return blocks.cache_report(registration, cached); }));
  return datanode_wire::CacheReportResponseProto();
}

}  // namespace mammoth::namenode
