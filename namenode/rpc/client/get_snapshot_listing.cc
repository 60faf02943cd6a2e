#include "common/protocol/hdfs/client_namenode/snapshots.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetSnapshotListingResponseProto> ClientProtocol::get_snapshot_listing(
    const wire::GetSnapshotListingRequestProto& request, rpc::Call& call) {
  wire::GetSnapshotListingResponseProto response;
  auto* list = response.mutable_snapshotlist();
  for (const SnapshotStatus& snapshot :
       TRY(system_.list_snapshots(caller_of(call), request.snapshotroot()))) {
    auto* proto = list->add_snapshotlisting();
    to_proto(FileStatus{.status = snapshot.status}, system_.block_pool_id(),
             proto->mutable_dirstatus());
    proto->set_snapshotid(static_cast<std::uint32_t>(snapshot.id - 1));
    proto->set_parent_fullpath(snapshot.parent_path);
    proto->set_isdeleted(false);
  }
  return response;
}

}  // namespace mammoth::namenode
