#include "common/protocol/hdfs/client_namenode/namespace.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::CreateSymlinkResponseProto> ClientProtocol::create_symlink(
    const wire::CreateSymlinkRequestProto&, rpc::Call&) {
  // Hadoop has them switched off as well.
  return Error{ErrorCode::kUnsupportedOperation, "Symlinks not supported"};
}

}  // namespace mammoth::namenode
