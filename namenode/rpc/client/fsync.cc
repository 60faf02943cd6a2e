#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::FsyncResponseProto> ClientProtocol::fsync(const wire::FsyncRequestProto& request,
                                                       rpc::Call& call) {
  const OpenFileRef file{request.src(), request.client(), InodeId(request.fileid())};
  TRY(held(call, system_.fsync(caller_of(call), file, request.lastblocklength())));
  return wire::FsyncResponseProto();
}

}  // namespace mammoth::namenode
