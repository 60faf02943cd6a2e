#include "common/protocol/hdfs/client_namenode/snapshots.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/convert_status.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetSnapshottableDirListingResponseProto> ClientProtocol::get_snapshottable_dir_listing(
    const wire::GetSnapshottableDirListingRequestProto&, rpc::Call& call) {
  wire::GetSnapshottableDirListingResponseProto response;
  const auto directories = TRY(system_.list_snapshottable(caller_of(call)));
  if (!directories) return response;
  auto* list = response.mutable_snapshottabledirlist();
  for (const SnapshottableStatus& directory : *directories) {
    auto* proto = list->add_snapshottabledirlisting();
    to_proto(FileStatus{.status = directory.status}, system_.block_pool_id(),
             proto->mutable_dirstatus());
    proto->set_snapshot_quota(static_cast<std::uint32_t>(directory.quota));
    proto->set_snapshot_number(static_cast<std::uint32_t>(directory.snapshots));
    proto->set_parent_fullpath(directory.parent_path);
  }
  return response;
}

}  // namespace mammoth::namenode
