#include "common/protocol/hdfs/client_namenode/namespace.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::MkdirsResponseProto> ClientProtocol::mkdirs(const wire::MkdirsRequestProto& request,
                                                         rpc::Call& call) {
  TRY(held(call, system_.mkdirs(caller_of(call), request.src(), to_mode(request.masked()),
                                request.createparent(),
                                request.has_unmasked() ? std::optional(to_mode(request.unmasked()))
                                                       : std::nullopt)));
  wire::MkdirsResponseProto response;
  response.set_result(true);
  return response;
}

}  // namespace mammoth::namenode
