#include "common/protocol/hdfs/client_namenode/snapshots.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::DisallowSnapshotResponseProto> ClientProtocol::disallow_snapshot(
    const wire::DisallowSnapshotRequestProto& request, rpc::Call& call) {
  TRY(held(call, system_.disallow_snapshot(caller_of(call), request.snapshotroot())));
  return wire::DisallowSnapshotResponseProto();
}

}  // namespace mammoth::namenode
