#include "common/protocol/hdfs/datanode_protocol.pb.h"
#include "namenode/rpc/convert.h"
#include "namenode/rpc/datanode_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<datanode_wire::CommitBlockSynchronizationResponseProto>
DatanodeProtocol::commit_block_synchronization(
    const datanode_wire::CommitBlockSynchronizationRequestProto& request, rpc::Call& call) {
  RecoveryResult result{.old_block = to_block(request.block()),
                        .new_generation_stamp = GenerationStamp(request.newgenstamp()),
                        .new_length_bytes = request.newlength(),
                        .delete_block = request.deleteblock(),
                        .target_uuids = {},
                        .target_storages = {}};
  for (const auto& target : request.newtaragets())
    result.target_uuids.push_back(target.datanodeuuid());
  for (const std::string& storage : request.newtargetstorages())
    result.target_storages.push_back(storage);
  TRY(held(call, system_.commit_block_synchronization(result, request.closefile())));
  return datanode_wire::CommitBlockSynchronizationResponseProto();
}

}  // namespace mammoth::namenode
