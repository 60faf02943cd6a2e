#include "common/protocol/hdfs/client_namenode/namespace.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetLinkTargetResponseProto> ClientProtocol::get_link_target(
    const wire::GetLinkTargetRequestProto& request, rpc::Call& call) {
  const auto file = TRY(system_.get_file_info(caller_of(call), request.path(), false));
  if (!file) return Error{ErrorCode::kFileNotFound, "File does not exist: " + request.path()};
  return Error{ErrorCode::kIo, "Path " + request.path() + " is not a symbolic link"};
}

}  // namespace mammoth::namenode
