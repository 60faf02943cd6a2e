#include "common/protocol/hdfs/client_namenode/namespace.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::CreateSymlinkResponseProto> ClientProtocol::create_symlink(
    const wire::CreateSymlinkRequestProto& request, rpc::Call& call) {
  const CreateSymlinkRequest wanted{.target = request.target(),
                                    .link = request.link(),
                                    .parent_mode = static_cast<Mode>(request.dirperm().perm()),
                                    .create_parent = request.createparent()};
  TRY(held(call, system_.create_symlink(caller_of(call), wanted)));
  return wire::CreateSymlinkResponseProto();
}

}  // namespace mammoth::namenode
