// What datanodes say and are told, between the domain and the wire. Pure functions.
#pragma once

#include <string_view>

#include "common/protocol/hdfs/datanode_command.pb.h"
#include "common/protocol/hdfs/datanode_heartbeat.pb.h"
#include "common/protocol/hdfs/datanode_registration.pb.h"
#include "common/protocol/hdfs/datanode_report.pb.h"
#include "common/protocol/hdfs/server_common.pb.h"
#include "namenode/blocks/block_report.h"
#include "namenode/blocks/datanode_commands.h"
#include "namenode/rpc/convert.h"

namespace mammoth::namenode {

namespace datanode_wire = ::hadoop::hdfs::datanode;

NamespaceStorageInfo to_storage_info(const wire::StorageInfoProto& proto);
void to_proto(const NamespaceStorageInfo& info, wire::StorageInfoProto* proto);

// What stands for block keys where there are no block tokens.
void set_no_block_keys(wire::ExportedBlockKeysProto* keys);

DatanodeRegistration to_registration(const datanode_wire::DatanodeRegistrationProto& proto);
void to_proto(const DatanodeRegistration& registration,
              datanode_wire::DatanodeRegistrationProto* proto);

Heartbeat to_heartbeat(const datanode_wire::HeartbeatRequestProto& proto);
StorageIdentity to_storage_identity(const wire::DatanodeStorageProto& proto);
ReportContext to_report_context(const datanode_wire::BlockReportRequestProto& proto);
StorageReplicaEvents to_replica_events(
    const datanode_wire::StorageReceivedDeletedBlocksProto& proto);

void to_proto(const DatanodeCommand& command, std::string_view block_pool_id,
              datanode_wire::DatanodeCommandProto* proto);

}  // namespace mammoth::namenode
