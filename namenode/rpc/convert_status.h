// Files and directories for the wire.
#pragma once

#include <string_view>

#include "common/protocol/hdfs/file_status.pb.h"
#include "common/protocol/hdfs/permission.pb.h"
#include "namenode/rpc/convert.h"
#include "namenode/system/file_status.h"

namespace mammoth::namenode {

// Clients may set bits beyond the sticky one; they mean nothing here.
Mode to_mode(const wire::FsPermissionProto& proto);

ExtendedBlock to_extended_block(const wire::ExtendedBlockProto& proto);

void to_proto(const LocatedFileBlock& block, std::string_view block_pool_id,
              wire::LocatedBlockProto* proto);
void to_proto(const LocatedFile& file, std::string_view block_pool_id,
              wire::LocatedBlocksProto* proto);
void to_proto(const FileStatus& status, std::string_view block_pool_id,
              wire::HdfsFileStatusProto* proto);

}  // namespace mammoth::namenode
