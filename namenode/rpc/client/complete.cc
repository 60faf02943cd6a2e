#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::CompleteResponseProto> ClientProtocol::complete(
    const wire::CompleteRequestProto& request, rpc::Call& call) {
  const OpenFileRef file{request.src(), request.clientname(), InodeId(request.fileid())};
  std::optional<ExtendedBlock> last;
  if (request.has_last()) last = to_extended_block(request.last());
  wire::CompleteResponseProto response;
  response.set_result(TRY(held(call, system_.complete(caller_of(call), file, last))));
  return response;
}

}  // namespace mammoth::namenode
