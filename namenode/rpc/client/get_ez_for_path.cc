#include "common/protocol/hdfs/client_namenode/encryption_zones.pb.h"
#include "namenode/rpc/client_features.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetEZForPathResponseProto> ClientFeatures::get_ez_for_path(
    const wire::GetEZForPathRequestProto& request, rpc::Call& call) {
  TRY(system_.get_readable(caller_of(call), request.src(), "getEZForPath"));
  return wire::GetEZForPathResponseProto();  // in no zone
}

}  // namespace mammoth::namenode
