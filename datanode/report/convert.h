// The messages of DatanodeProtocol, filled from the replica store; single values are converted by
// datanode/transfer/convert.h.
#pragma once

#include <vector>

#include "common/base/hdfs_ids.h"
#include "datanode/transfer/datanode_identity.h"
#include "datanode/report/incremental_reports.h"

namespace hadoop::hdfs {
class NamespaceInfoProto;
namespace datanode {
class DatanodeRegistrationProto;
class HeartbeatRequestProto;
class BlockReceivedAndDeletedRequestProto;
}  // namespace datanode
}  // namespace hadoop::hdfs

namespace mammoth::datanode {

class ReplicaStore;

NamespaceIdentity from_proto(const ::hadoop::hdfs::NamespaceInfoProto& info);

void fill_registration(const DatanodeIdentity& identity, const ReplicaStore& store,
                       ::hadoop::hdfs::datanode::DatanodeRegistrationProto& registration);
// The storages and their space, and the volumes that failed; one that does not even tell its space is
// checked (ReplicaStore::suspect) and left out.
void fill_storages(ReplicaStore& store, ::hadoop::hdfs::datanode::HeartbeatRequestProto& heartbeat);
void fill_changes(const ChangeBatch& batch, ::hadoop::hdfs::datanode::BlockReceivedAndDeletedRequestProto& request);

}  // namespace mammoth::datanode
