#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::SaveNamespaceResponseProto> ClientProtocol::save_namespace(
    const wire::SaveNamespaceRequestProto& request, rpc::Call& call) {
  const SaveNamespace save{.time_window_seconds = request.timewindow(),
                           .transaction_gap = request.txgap()};
  wire::SaveNamespaceResponseProto response;
  response.set_saved(TRY(system_.save_namespace(caller_of(call), save)));
  return response;
}

}  // namespace mammoth::namenode
