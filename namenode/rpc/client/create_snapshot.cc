#include "common/protocol/hdfs/client_namenode/snapshots.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::CreateSnapshotResponseProto> ClientProtocol::create_snapshot(
    const wire::CreateSnapshotRequestProto& request, rpc::Call& call) {
  wire::CreateSnapshotResponseProto response;
  response.set_snapshotpath(
      TRY(held(call, system_.create_snapshot(caller_of(call), request.snapshotroot(),
                                             request.snapshotname()))));
  return response;
}

}  // namespace mammoth::namenode
