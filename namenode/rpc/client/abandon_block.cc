#include "common/protocol/hdfs/client_namenode/blocks.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::AbandonBlockResponseProto> ClientProtocol::abandon_block(
    const wire::AbandonBlockRequestProto& request, rpc::Call& call) {
  const OpenFileRef file{request.src(), request.holder(), InodeId(request.fileid())};
  TRY(held(call, system_.abandon_block(caller_of(call), file, to_extended_block(request.b()))));
  return wire::AbandonBlockResponseProto();
}

}  // namespace mammoth::namenode
