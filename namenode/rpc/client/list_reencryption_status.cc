#include "common/protocol/hdfs/client_namenode/encryption_zones.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ListReencryptionStatusResponseProto> ClientFeatures::list_reencryption_status(
    const wire::ListReencryptionStatusRequestProto&, rpc::Call& call) {
  const Caller caller = caller_of(call);
  TRY(system_.check_superuser(caller, "listReencryptionStatus"));
  system_.audit_admin(caller, "listReencryptionStatus");
  wire::ListReencryptionStatusResponseProto response;
  response.set_hasmore(false);
  return response;
}

}  // namespace mammoth::namenode
