#include "common/protocol/hdfs/client_datanode_protocol.pb.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/rpc/client_datanode_protocol.h"
#include "datanode/transfer/convert.h"

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

Result<pb::GetVolumeReportResponseProto> ClientDatanodeProtocol::get_volume_report(
    const pb::GetVolumeReportRequestProto&, rpc::Call& call) {
  TRY(check_superuser(call));
  pb::GetVolumeReportResponseProto response;
  if (!store_.is_open()) return response;
  for (const auto& volume : store_.volumes().working()) {
    const VolumeUsage usage = volume->usage();
    auto& info = *response.add_volumeinfo();
    info.set_path(volume->root());
    info.set_storagetype(to_proto(volume->type()));
    info.set_usedspace(usage.used);
    info.set_freespace(usage.remaining);
    info.set_reservedspace(volume->reserved_bytes());
    info.set_reservedspaceforreplicas(volume->reserved_for_replicas_bytes());
    info.set_numblocks(volume->blocks());
  }
  return response;
}

}  // namespace mammoth::datanode
