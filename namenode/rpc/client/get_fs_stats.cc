#include "common/protocol/hdfs/client_namenode/usage.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetFsStatsResponseProto> ClientProtocol::get_fs_stats(
    const wire::GetFsStatusRequestProto&, rpc::Call&) {
  const auto [capacity, blocks] = system_.read_blocks([](const BlockManager& manager) {
    return std::pair(manager.capacity(), manager.statistics());
  });
  wire::GetFsStatsResponseProto response;
  response.set_capacity(capacity.capacity_bytes);
  response.set_used(capacity.used_bytes);
  response.set_remaining(capacity.remaining_bytes);
  response.set_under_replicated(blocks.low_redundancy);
  response.set_corrupt_blocks(blocks.corrupt_replica_blocks);
  response.set_missing_blocks(blocks.missing);
  response.set_missing_repl_one_blocks(blocks.missing_replication_one);
  response.set_blocks_in_future(blocks.future_bytes);
  response.set_pending_deletion_blocks(blocks.pending_deletion);
  return response;
}

}  // namespace mammoth::namenode
