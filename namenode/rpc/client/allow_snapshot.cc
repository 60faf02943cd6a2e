#include "common/protocol/hdfs/client_namenode/snapshots.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::AllowSnapshotResponseProto> ClientProtocol::allow_snapshot(
    const wire::AllowSnapshotRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.allow_snapshot(caller_of(call), request.snapshotroot())));
  return wire::AllowSnapshotResponseProto();
}

}  // namespace mammoth::namenode
