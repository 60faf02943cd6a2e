#include "common/protocol/hdfs/client_namenode/snapshots.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::DeleteSnapshotResponseProto> ClientProtocol::delete_snapshot(
    const wire::DeleteSnapshotRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.delete_snapshot(caller_of(call), request.snapshotroot(),
                                         request.snapshotname())));
  return wire::DeleteSnapshotResponseProto();
}

}  // namespace mammoth::namenode
