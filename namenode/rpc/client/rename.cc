#include "common/protocol/hdfs/client_namenode/namespace.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::RenameResponseProto> ClientProtocol::rename(const wire::RenameRequestProto& request,
                                                         rpc::Call& call) {
  wire::RenameResponseProto response;
  response.set_result(
      TRY(held(call, system_.rename(caller_of(call), request.src(), request.dst()))));
  return response;
}

}  // namespace mammoth::namenode
