#include "common/protocol/hdfs/client_namenode/leases.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::RecoverLeaseResponseProto> ClientProtocol::recover_lease(
    const wire::RecoverLeaseRequestProto& request, rpc::Call& call) {
  wire::RecoverLeaseResponseProto response;
  response.set_result(
      TRY(held(call, system_.recover_lease(caller_of(call), request.src(), request.clientname()))));
  return response;
}

}  // namespace mammoth::namenode
