#include "common/protocol/hdfs/client_namenode/encryption_zones.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::ReencryptEncryptionZoneResponseProto> ClientFeatures::reencrypt_encryption_zone(
    const wire::ReencryptEncryptionZoneRequestProto&, rpc::Call& call) {
  TRY(system_.check_superuser(caller_of(call), "reencryptEncryptionZone"));
  return Error{ErrorCode::kIo, "No key provider configured, re-encryption operation is rejected"};
}

}  // namespace mammoth::namenode
