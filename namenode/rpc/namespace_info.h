// Who this file system is, as datanodes and other daemons hear it (Hadoop: NamespaceInfo).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/protocol/hdfs/server_common.pb.h"
#include "namenode/blocks/datanode_id.h"
#include "namenode/store/format.h"

namespace mammoth::namenode {

// What this namenode calls itself: Apache's release whose behaviour it has.
inline constexpr std::string_view kNamenodeSoftwareVersion = "3.4.2";
inline constexpr std::int32_t kNamenodeLayoutVersion = -67;

NamespaceStorageInfo storage_info_of(const FileSystemIdentity& identity);

// The answer to versionRequest.
void to_proto(const NamespaceStorageInfo& storage, const std::string& block_pool_id,
              ::hadoop::hdfs::NamespaceInfoProto* info);

}  // namespace mammoth::namenode
