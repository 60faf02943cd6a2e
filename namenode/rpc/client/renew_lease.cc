#include "common/protocol/hdfs/client_namenode/leases.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::RenewLeaseResponseProto> ClientProtocol::renew_lease(
    const wire::RenewLeaseRequestProto& request, rpc::Call&) {
  TRY(system_.renew_lease(request.clientname()));
  return wire::RenewLeaseResponseProto();
}

}  // namespace mammoth::namenode
