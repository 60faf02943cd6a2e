#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::RestoreFailedStorageResponseProto> ClientProtocol::restore_failed_storage(
    const wire::RestoreFailedStorageRequestProto& request, rpc::Call& call) {
  wire::RestoreFailedStorageResponseProto response;
  response.set_result(TRY(system_.restore_failed_storage(caller_of(call), request.arg())));
  return response;
}

}  // namespace mammoth::namenode
