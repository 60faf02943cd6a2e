#include "common/protocol/hdfs/client_namenode/lookup.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::CheckAccessResponseProto> ClientProtocol::check_access(
    const wire::CheckAccessRequestProto& request, rpc::Call& call) {
  TRY(system_.check_access(caller_of(call), request.path(), static_cast<Access>(request.mode())));
  return wire::CheckAccessResponseProto();
}

}  // namespace mammoth::namenode
