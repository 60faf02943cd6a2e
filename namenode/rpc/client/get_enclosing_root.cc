#include "common/protocol/hdfs/client_namenode/namespace.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetEnclosingRootResponseProto> ClientProtocol::get_enclosing_root(
    const wire::GetEnclosingRootRequestProto& request, rpc::Call& call) {
  TRY(system_.get_readable(caller_of(call), request.filename(), "getEZForPath"));
  wire::GetEnclosingRootResponseProto response;
  response.set_enclosingrootpath("/");
  return response;
}

}  // namespace mammoth::namenode
