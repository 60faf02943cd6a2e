#include "common/protocol/hdfs/client_namenode/encryption_zones.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::CreateEncryptionZoneResponseProto> ClientFeatures::create_encryption_zone(
    const wire::CreateEncryptionZoneRequestProto& request, rpc::Call& call) {
  TRY(system_.check_superuser(caller_of(call), "createEncryptionZone"));
  return Error{ErrorCode::kIo, "Can't create an encryption zone for " + request.src() +
                                   " since no key provider is available."};
}

}  // namespace mammoth::namenode
