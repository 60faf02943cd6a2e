#include "common/base/log.h"
#include "common/protocol/hdfs/datanode_report.pb.h"
#include "namenode/rpc/convert_datanode.h"
#include "namenode/rpc/datanode_protocol.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

Result<datanode_wire::BlockReceivedAndDeletedResponseProto>
DatanodeProtocol::block_received_and_deleted(
    const datanode_wire::BlockReceivedAndDeletedRequestProto& request, rpc::Call&) {
  const DatanodeRegistration registration = to_registration(request.registration());
  TRY(check_registration(registration));
  std::vector<StorageReplicaEvents> storages;
  for (const auto& storage : request.blocks()) storages.push_back(to_replica_events(storage));
  const Result<void> processed = system_.change_blocks(
      [&](BlockManager& blocks) { return blocks.incremental_report(registration, storages); });
  // A datanode that is not registered (any more) learns so from its next heartbeat, and then
  // reports everything.
  if (!processed)
    log::warn("namenode", "*BLOCK* blockReceivedAndDeleted from {}: {}",
              registration.id.xfer_address(), processed.error().message);
  return datanode_wire::BlockReceivedAndDeletedResponseProto();
}

}  // namespace mammoth::namenode
