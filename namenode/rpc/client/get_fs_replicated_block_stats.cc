#include "common/protocol/hdfs/client_namenode/usage.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetFsReplicatedBlockStatsResponseProto> ClientProtocol::get_fs_replicated_block_stats(
    const wire::GetFsReplicatedBlockStatsRequestProto&, rpc::Call&) {
  const BlockStatistics blocks =
      system_.read_blocks([](const BlockManager& manager) { return manager.statistics(); });
  wire::GetFsReplicatedBlockStatsResponseProto response;
  response.set_low_redundancy(blocks.low_redundancy);
  response.set_corrupt_blocks(blocks.corrupt_replica_blocks);
  response.set_missing_blocks(blocks.missing);
  response.set_missing_repl_one_blocks(blocks.missing_replication_one);
  response.set_blocks_in_future(blocks.future_bytes);
  response.set_pending_deletion_blocks(blocks.pending_deletion);
  response.set_highest_prio_low_redundancy_blocks(blocks.highest_priority_low_redundancy);
  return response;
}

}  // namespace mammoth::namenode
