#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::IsFileClosedResponseProto> ClientProtocol::is_file_closed(
    const wire::IsFileClosedRequestProto& request, rpc::Call& call) {
  wire::IsFileClosedResponseProto response;
  response.set_result(TRY(system_.is_file_closed(caller_of(call), request.src())));
  return response;
}

}  // namespace mammoth::namenode
