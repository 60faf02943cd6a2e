#include "common/protocol/hdfs/client_namenode/admin.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::SaveNamespaceResponseProto> ClientProtocol::save_namespace(
    const wire::SaveNamespaceRequestProto&, rpc::Call& call) {
  TRY(system_.save_namespace(caller_of(call)));
  wire::SaveNamespaceResponseProto response;
  response.set_saved(true);
  return response;
}

}  // namespace mammoth::namenode
