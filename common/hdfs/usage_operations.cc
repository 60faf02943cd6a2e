#include "common/hdfs/convert.h"
#include "common/hdfs/hdfs_file_system.h"
#include "common/protocol/hdfs/client_namenode/files.pb.h"
#include "common/protocol/hdfs/client_namenode/usage.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

ServerDefaults HdfsFileSystem::server_defaults(std::string_view) {
  const std::lock_guard lock(defaults_mutex_);
  if (!defaults_) {
    auto answer = client_->namenode.call<pb::GetServerDefaultsResponseProto>(
        "getServerDefaults", pb::GetServerDefaultsRequestProto());
    // without an answer the client's own configuration serves, until the next question
    if (!answer)
      return {client_->settings.block_size_bytes, client_->settings.checksum.bytes_per_checksum,
              static_cast<std::uint32_t>(client_->settings.packet_bytes),
              client_->settings.replication, 0};
    defaults_ = to_server_defaults(answer->serverdefaults());
  }
  return *defaults_;
}

Result<ContentSummary> HdfsFileSystem::content_summary(const std::string& path) {
  pb::GetContentSummaryRequestProto request;
  request.set_path(path);
  return to_content_summary(
      TRY(client_->namenode.call<pb::GetContentSummaryResponseProto>("getContentSummary", request))
          .summary());
}

Result<ContentSummary> HdfsFileSystem::quota_usage(const std::string& path) {
  pb::GetQuotaUsageRequestProto request;
  request.set_path(path);
  return to_content_summary(
      TRY(client_->namenode.call<pb::GetQuotaUsageResponseProto>("getQuotaUsage", request))
          .usage());
}

Result<FileSystemStatus> HdfsFileSystem::file_system_status(const std::string&) {
  const auto stats = TRY(client_->namenode.call<pb::GetFsStatsResponseProto>(
      "getFsStats", pb::GetFsStatusRequestProto()));
  return FileSystemStatus{stats.capacity(), stats.used(), stats.remaining()};
}

}  // namespace mammoth::hdfs
