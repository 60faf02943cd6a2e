#include "common/protocol/hdfs/client_namenode/snapshots.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::RenameSnapshotResponseProto> ClientProtocol::rename_snapshot(
    const wire::RenameSnapshotRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.rename_snapshot(caller_of(call), request.snapshotroot(),
                                         request.snapshotoldname(), request.snapshotnewname())));
  return wire::RenameSnapshotResponseProto();
}

}  // namespace mammoth::namenode
