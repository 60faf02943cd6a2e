#include "common/protocol/hdfs/client_namenode/namespace.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetLinkTargetResponseProto> ClientProtocol::get_link_target(
    const wire::GetLinkTargetRequestProto& request, rpc::Call& call) {
  wire::GetLinkTargetResponseProto response;
  response.set_targetpath(TRY(system_.get_link_target(caller_of(call), request.path())));
  return response;
}

}  // namespace mammoth::namenode
