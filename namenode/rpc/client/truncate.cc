#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::TruncateResponseProto> ClientProtocol::truncate(
    const wire::TruncateRequestProto& request, rpc::Call& call) {
  wire::TruncateResponseProto response;
  response.set_result(
      TRY(held(call, system_.truncate(caller_of(call), request.src(),
                                      static_cast<std::int64_t>(request.newlength()),
                                      request.clientname()))));
  return response;
}

}  // namespace mammoth::namenode
