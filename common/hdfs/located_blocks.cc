#include "common/hdfs/located_blocks.h"

#include "common/hdfs/convert.h"
#include "common/hdfs/hdfs_file_system.h"
#include "common/protocol/hdfs/client_namenode/files.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

LocatedBlock to_located_block(const pb::LocatedBlockProto& proto) {
  LocatedBlock block{.pool_id = proto.b().poolid(),
                     .id = proto.b().blockid(),
                     .generation_stamp = proto.b().generationstamp(),
                     .length_bytes = proto.b().numbytes(),
                     .offset_bytes = proto.offset(),
                     .corrupt = proto.corrupt()};
  for (const auto& node : proto.locs()) block.locations.push_back(to_datanode_report(node));
  for (const int type : proto.storagetypes())
    block.storage_types.push_back(
        pb::StorageTypeProto_Name(static_cast<pb::StorageTypeProto>(type)));
  return block;
}

}  // namespace

Result<LocatedBlocks> HdfsFileSystem::located_blocks(const std::string& path,
                                                     std::uint64_t offset_bytes,
                                                     std::uint64_t length_bytes) {
  pb::GetBlockLocationsRequestProto request;
  request.set_src(path);
  request.set_offset(offset_bytes);
  request.set_length(length_bytes);
  const auto answer =
      TRY(client_->namenode.call<pb::GetBlockLocationsResponseProto>("getBlockLocations", request));
  if (!answer.has_locations())
    return Error{ErrorCode::kFileNotFound, "File does not exist: " + path};
  const auto& located = answer.locations();
  LocatedBlocks blocks{.length_bytes = located.filelength(),
                       .under_construction = located.underconstruction(),
                       .last_block_complete = located.islastblockcomplete()};
  for (const auto& block : located.blocks()) blocks.blocks.push_back(to_located_block(block));
  if (located.has_lastblock()) blocks.last_block = to_located_block(located.lastblock());
  return blocks;
}

Result<LocatedBlocks> FileSystem::located_blocks(const std::string&, std::uint64_t, std::uint64_t) {
  return Error{ErrorCode::kUnsupportedOperation, uri() + " has no blocks"};
}

}  // namespace mammoth::hdfs
