// Between the wire's messages and the library's values, nowhere else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/hdfs/admin.h"
#include "common/hdfs/file_status.h"

namespace hadoop::hdfs {
class HdfsFileStatusProto;
class ContentSummaryProto;
class QuotaUsageProto;
class LocatedBlocksProto;
class DatanodeInfoProto;
class FsServerDefaultsProto;
class FsPermissionProto;
}  // namespace hadoop::hdfs

namespace mammoth::hdfs {

inline constexpr std::uint16_t kPermissionBits = 01777;

// `parent` joined with the local name that the status carries; `parent` itself when it carries
// none.
FileStatus to_file_status(const ::hadoop::hdfs::HdfsFileStatusProto& proto,
                          std::string_view parent);
ContentSummary to_content_summary(const ::hadoop::hdfs::ContentSummaryProto& proto);
ContentSummary to_content_summary(const ::hadoop::hdfs::QuotaUsageProto& proto);
ServerDefaults to_server_defaults(const ::hadoop::hdfs::FsServerDefaultsProto& proto);
// The parts of the blocks that lie within the range asked for.
std::vector<BlockLocation> to_block_locations(const ::hadoop::hdfs::LocatedBlocksProto& proto,
                                              std::uint64_t offset_bytes,
                                              std::uint64_t length_bytes);
DatanodeReport to_datanode_report(const ::hadoop::hdfs::DatanodeInfoProto& info);

}  // namespace mammoth::hdfs
