#include "common/protocol/hdfs/client_namenode/encryption_zones.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetDataEncryptionKeyResponseProto> ClientFeatures::get_data_encryption_key(
    const wire::GetDataEncryptionKeyRequestProto&, rpc::Call&) {
  // Absent: transfers are not encrypted.
  return wire::GetDataEncryptionKeyResponseProto();
}

}  // namespace mammoth::namenode
