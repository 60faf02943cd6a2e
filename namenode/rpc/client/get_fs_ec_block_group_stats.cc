#include "common/protocol/hdfs/client_namenode/usage.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetFsECBlockGroupStatsResponseProto> ClientProtocol::get_fs_ec_block_group_stats(
    const wire::GetFsECBlockGroupStatsRequestProto&, rpc::Call&) {
  // There are no erasure coded files.
  wire::GetFsECBlockGroupStatsResponseProto response;
  response.set_low_redundancy(0);
  response.set_corrupt_blocks(0);
  response.set_missing_blocks(0);
  response.set_blocks_in_future(0);
  response.set_pending_deletion_blocks(0);
  response.set_highest_prio_low_redundancy_blocks(0);
  return response;
}

}  // namespace mammoth::namenode
