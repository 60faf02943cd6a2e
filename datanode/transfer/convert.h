// Between the messages of the wire and the datanode's own types; nowhere else in transfer/, report/,
// recovery/ and rpc/.
#pragma once

#include <string>

#include "common/config/host_port.h"
#include "common/protocol/hdfs/block.pb.h"
#include "common/protocol/hdfs/datanode_info.pb.h"
#include "common/protocol/hdfs/recovery.pb.h"
#include "common/protocol/hdfs/storage.pb.h"
#include "common/protocol/hdfs/storage_type.pb.h"
#include "datanode/replicas/replica.h"
#include "datanode/replicas/volume.h"

namespace mammoth::datanode {

Block to_block(const ::hadoop::hdfs::ExtendedBlockProto& proto);
Block to_block(const ::hadoop::hdfs::BlockProto& proto);
::hadoop::hdfs::ExtendedBlockProto to_extended(const std::string& pool_id, const Block& block);
::hadoop::hdfs::BlockProto to_proto(const Block& block);

StorageType to_storage_type(::hadoop::hdfs::StorageTypeProto proto);
::hadoop::hdfs::StorageTypeProto to_proto(StorageType type);
::hadoop::hdfs::DatanodeStorageProto to_storage(const Volume& volume);

::hadoop::hdfs::ReplicaStateProto to_proto(ReplicaState state);
ReplicaState to_state(::hadoop::hdfs::ReplicaStateProto proto);

// Where blocks are sent to, and "ip:port" as pipelines name a node whatever is dialled.
HostPort transfer_address(const ::hadoop::hdfs::DatanodeIDProto& id, bool use_hostname);
std::string transfer_name(const ::hadoop::hdfs::DatanodeIDProto& id);

}  // namespace mammoth::datanode
