#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::AppendResponseProto> ClientProtocol::append(const wire::AppendRequestProto& request,
                                                         rpc::Call& call) {
  const bool new_block = (request.flag() & wire::NEW_BLOCK) != 0;
  const ReopenedFile file = TRY(
      held(call, system_.append(caller_of(call), request.src(), request.clientname(), new_block)));
  wire::AppendResponseProto response;
  to_proto(file.status, system_.block_pool_id(), response.mutable_stat());
  if (file.last_block)
    to_proto(*file.last_block, system_.block_pool_id(), response.mutable_block());
  return response;
}

}  // namespace mammoth::namenode
