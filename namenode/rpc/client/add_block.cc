#include "common/protocol/hdfs/client_namenode/blocks.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::AddBlockResponseProto> ClientProtocol::add_block(
    const wire::AddBlockRequestProto& request, rpc::Call& call) {
  AddBlock add;
  add.file = {request.src(), request.clientname(), InodeId(request.fileid())};
  if (request.has_previous()) add.previous = to_extended_block(request.previous());
  add.excluded_uuids = datanode_uuids(request.excludenodes());
  add.favoured_nodes.assign(request.favorednodes().begin(), request.favorednodes().end());
  for (const int flag : request.flags()) {
    if (flag == wire::NO_LOCAL_WRITE) add.avoid_local_node = true;
    if (flag == wire::IGNORE_CLIENT_LOCALITY) add.ignore_locality = true;
  }
  const LocatedFileBlock block = TRY(held(call, system_.add_block(caller_of(call), add)));
  wire::AddBlockResponseProto response;
  to_proto(block, system_.block_pool_id(), response.mutable_block());
  return response;
}

}  // namespace mammoth::namenode
