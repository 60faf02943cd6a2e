#include "common/protocol/hdfs/client_namenode/blocks.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetAdditionalDatanodeResponseProto> ClientProtocol::get_additional_datanode(
    const wire::GetAdditionalDatanodeRequestProto& request, rpc::Call& call) {
  AdditionalDatanode more;
  more.file = {request.src(), request.clientname(), InodeId(request.fileid())};
  more.block = to_extended_block(request.blk());
  more.existing_uuids = datanode_uuids(request.existings());
  more.existing_storage_uuids.assign(request.existingstorageuuids().begin(),
                                     request.existingstorageuuids().end());
  more.excluded_uuids = datanode_uuids(request.excludes());
  more.count = request.numadditionalnodes();
  const LocatedBlock block = TRY(system_.get_additional_datanode(caller_of(call), more));
  wire::GetAdditionalDatanodeResponseProto response;
  // Hadoop names no offset here.
  to_proto(block, system_.block_pool_id(), ~std::uint64_t{0}, response.mutable_block());
  return response;
}

}  // namespace mammoth::namenode
