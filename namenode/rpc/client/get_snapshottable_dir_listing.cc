#include "common/protocol/hdfs/client_namenode/snapshots.pb.h"
#include "namenode/rpc/client_protocol.h"
#include "namenode/rpc/handler.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<wire::GetSnapshottableDirListingResponseProto> ClientProtocol::get_snapshottable_dir_listing(
    const wire::GetSnapshottableDirListingRequestProto&, rpc::Call&) {
  // Absent: no directory is snapshottable.
  return wire::GetSnapshottableDirListingResponseProto();
}

}  // namespace mammoth::namenode
