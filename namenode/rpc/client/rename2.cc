#include "common/protocol/hdfs/client_namenode/namespace.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::Rename2ResponseProto> ClientProtocol::rename2(const wire::Rename2RequestProto& request,
                                                           rpc::Call& call) {
  const RenameRequest rename{.source = request.src(),
                             .target = request.dst(),
                             .overwrite = request.overwritedest(),
                             .to_trash = request.movetotrash()};
  TRY(held(call, system_.rename2(caller_of(call), rename)));
  return wire::Rename2ResponseProto();
}

}  // namespace mammoth::namenode
