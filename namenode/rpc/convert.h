// Blocks and datanodes between the domain and the wire; nowhere else in this program do the two
// meet. Every function is pure. What comes from the wire is checked here: an enum value that this
// program does not know falls back to protobuf's default.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/protocol/hdfs/block.pb.h"
#include "common/protocol/hdfs/datanode_info.pb.h"
#include "common/protocol/hdfs/located_block.pb.h"
#include "common/protocol/hdfs/storage.pb.h"
#include "common/protocol/hdfs/storage_type.pb.h"
#include "namenode/blocks/datanode_id.h"
#include "namenode/blocks/located_block.h"

namespace mammoth::namenode {

namespace wire = ::hadoop::hdfs;

Block to_block(const wire::BlockProto& proto);
Block to_block(const wire::ExtendedBlockProto& proto);
void to_proto(const Block& block, wire::BlockProto* proto);
void to_proto(const Block& block, std::string_view block_pool_id, wire::ExtendedBlockProto* proto);

StorageType to_storage_type(wire::StorageTypeProto proto);
wire::StorageTypeProto to_proto(StorageType type);
StorageState to_storage_state(wire::DatanodeStorageProto::StorageState proto);
wire::DatanodeStorageProto::StorageState to_proto(StorageState state);

DatanodeId to_datanode_id(const wire::DatanodeIDProto& proto);
void to_proto(const DatanodeId& id, wire::DatanodeIDProto* proto);
void to_proto(const DatanodeInfo& info, wire::DatanodeInfoProto* proto);

StorageReport to_storage_report(const wire::StorageReportProto& proto);
void to_proto(const StorageReport& report, wire::StorageReportProto* proto);

// `offset_bytes` is the block's first byte in its file. The token is present and empty.
void to_proto(const LocatedBlock& block, std::string_view block_pool_id, std::uint64_t offset_bytes,
              wire::LocatedBlockProto* proto);

// The uuids of a list of datanodes, in its order.
std::vector<std::string> datanode_uuids(
    const google::protobuf::RepeatedPtrField<wire::DatanodeInfoProto>& nodes);

}  // namespace mammoth::namenode
