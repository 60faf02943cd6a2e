#include "common/protocol/hdfs/client_namenode/encryption_zones.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ListEncryptionZonesResponseProto> ClientFeatures::list_encryption_zones(
    const wire::ListEncryptionZonesRequestProto&, rpc::Call& call) {
  const Caller caller = caller_of(call);
  TRY(system_.check_superuser(caller, "listEncryptionZones"));
  system_.audit_admin(caller, "listEncryptionZones");
  wire::ListEncryptionZonesResponseProto response;
  response.set_hasmore(false);
  return response;
}

}  // namespace mammoth::namenode
