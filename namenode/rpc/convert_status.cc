#include "namenode/rpc/convert_status.h"

namespace mammoth::namenode {

Mode to_mode(const wire::FsPermissionProto& proto) {
  return static_cast<Mode>(proto.perm() & kModeMask);
}

ExtendedBlock to_extended_block(const wire::ExtendedBlockProto& proto) {
  return {.pool_id = proto.poolid(), .block = to_block(proto)};
}

void to_proto(const LocatedFileBlock& block, std::string_view block_pool_id,
              wire::LocatedBlockProto* proto) {
  to_proto(block.located, block_pool_id, block.offset_bytes, proto);
}

void to_proto(const LocatedFile& file, std::string_view block_pool_id,
              wire::LocatedBlocksProto* proto) {
  proto->set_filelength(file.length_bytes);
  proto->set_underconstruction(file.under_construction);
  proto->set_islastblockcomplete(file.last_block_complete);
  for (const LocatedFileBlock& block : file.blocks)
    to_proto(block, block_pool_id, proto->add_blocks());
  if (file.last_block) to_proto(*file.last_block, block_pool_id, proto->mutable_lastblock());
}

void to_proto(const FileStatus& file, std::string_view block_pool_id,
              wire::HdfsFileStatusProto* proto) {
  const InodeStatus& status = file.status;
  const Inode& inode = *status.inode;
  proto->set_filetype(inode.is_directory() ? wire::HdfsFileStatusProto::IS_DIR
                      : inode.is_symlink() ? wire::HdfsFileStatusProto::IS_SYMLINK
                                           : wire::HdfsFileStatusProto::IS_FILE);
  if (inode.link_target) proto->set_symlink(*inode.link_target);
  proto->set_path(status.name);
  proto->set_length(inode.is_file() ? inode.length_bytes() : 0);
  proto->mutable_permission()->set_perm(inode.mode);
  proto->set_owner(inode.owner);
  proto->set_group(inode.group);
  proto->set_modification_time(static_cast<std::uint64_t>(status.directory.modification_time_ms));
  proto->set_access_time(static_cast<std::uint64_t>(status.directory.access_time_ms));
  proto->set_block_replication(inode.replication);
  proto->set_blocksize(inode.preferred_block_size_bytes);
  proto->set_fileid(inode.id.value());
  proto->set_childrennum(static_cast<std::int32_t>(status.directory.child_count));
  proto->set_storagepolicy(status.storage_policy);
  proto->set_flags((inode.acl ? wire::HdfsFileStatusProto::HAS_ACL : 0) |
                   (status.snapshottable ? wire::HdfsFileStatusProto::SNAPSHOT_ENABLED : 0));
  if (file.locations) to_proto(*file.locations, block_pool_id, proto->mutable_locations());
}

}  // namespace mammoth::namenode
