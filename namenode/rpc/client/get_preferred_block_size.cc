#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetPreferredBlockSizeResponseProto> ClientProtocol::get_preferred_block_size(
    const wire::GetPreferredBlockSizeRequestProto& request, rpc::Call& call) {
  wire::GetPreferredBlockSizeResponseProto response;
  response.set_bsize(TRY(system_.get_preferred_block_size(caller_of(call), request.filename())));
  return response;
}

}  // namespace mammoth::namenode
