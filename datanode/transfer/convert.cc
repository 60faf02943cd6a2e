#include "datanode/transfer/convert.h"

#include <fmt/format.h>

namespace mammoth::datanode {

namespace pb = ::hadoop::hdfs;

Block to_block(const pb::ExtendedBlockProto& proto) {
  return {BlockId{proto.blockid()}, GenerationStamp{proto.generationstamp()}, proto.numbytes()};
}

Block to_block(const pb::BlockProto& proto) {
  return {BlockId{proto.blockid()}, GenerationStamp{proto.genstamp()}, proto.numbytes()};
}

pb::ExtendedBlockProto to_extended(const std::string& pool_id, const Block& block) {
  pb::ExtendedBlockProto proto;
  proto.set_poolid(pool_id);
  proto.set_blockid(block.id.value());
  proto.set_generationstamp(block.generation_stamp.value());
  proto.set_numbytes(block.length_bytes);
  return proto;
}

pb::BlockProto to_proto(const Block& block) {
  pb::BlockProto proto;
  proto.set_blockid(block.id.value());
  proto.set_genstamp(block.generation_stamp.value());
  proto.set_numbytes(block.length_bytes);
  return proto;
}

StorageType to_storage_type(pb::StorageTypeProto proto) { return static_cast<StorageType>(proto); }

pb::StorageTypeProto to_proto(StorageType type) { return static_cast<pb::StorageTypeProto>(type); }

pb::DatanodeStorageProto to_storage(const Volume& volume) {
  pb::DatanodeStorageProto proto;
  proto.set_storageuuid(volume.storage_id());
  proto.set_state(pb::DatanodeStorageProto::NORMAL);
  proto.set_storagetype(to_proto(volume.type()));
  return proto;
}

pb::ReplicaStateProto to_proto(ReplicaState state) {
  return static_cast<pb::ReplicaStateProto>(state);
}

ReplicaState to_state(pb::ReplicaStateProto proto) { return static_cast<ReplicaState>(proto); }

HostPort transfer_address(const pb::DatanodeIDProto& id, bool use_hostname) {
  return {use_hostname ? id.hostname() : id.ipaddr(), static_cast<std::uint16_t>(id.xferport())};
}

std::string transfer_name(const pb::DatanodeIDProto& id) {
  return fmt::format("{}:{}", id.ipaddr(), id.xferport());
}

}  // namespace mammoth::datanode
