#include "common/protocol/hdfs/namenode_protocol.pb.h"
#include "namenode/blocks/block_survey.h"
#include "namenode/rpc/convert.h"
#include "namenode/rpc/convert_datanode.h"
#include "namenode/rpc/handler.h"
#include "namenode/rpc/namenode_protocol.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<namenode_wire::GetBlocksResponseProto> NamenodeProtocol::get_blocks(
    const namenode_wire::GetBlocksRequestProto& request, rpc::Call& call) {
  if (request.size() == 0 || request.size() > static_cast<std::uint64_t>(INT64_MAX))
    return Error{ErrorCode::kIllegalArgument,
                 "Unexpected not positive size: " +
                     std::to_string(static_cast<std::int64_t>(request.size()))};
  BlocksWanted wanted{.datanode = to_datanode_id(request.datanode()),
                      .total_bytes = request.size(),
                      .min_bytes = request.minblocksize()};
  if (request.has_storagetype()) wanted.storage_type = to_storage_type(request.storagetype());
  const std::vector<BlockPlaces> blocks = TRY(system_.get_blocks(caller_of(call), wanted));
  namenode_wire::GetBlocksResponseProto response;
  auto* list = response.mutable_blocks();
  for (const BlockPlaces& each : blocks) {
    auto* block = list->add_blocks();
    to_proto(each.block, block->mutable_block());
    for (const StorageTarget& place : each.places) {
      block->add_datanodeuuids(place.datanode->id.uuid);
      block->add_storageuuids(place.storage->uuid);
      block->add_storagetypes(to_proto(place.storage->type));
    }
  }
  return response;
}

}  // namespace mammoth::namenode
