#include "namenode/web/activity_beans.h"

#include <algorithm>
#include <array>
#include <map>

#include "common/http/process_beans.h"

namespace mammoth::namenode {

namespace {

struct OperationRow {
  std::string_view attribute;
  std::array<std::string_view, 3> methods{};     // of ClientProtocol and DatanodeProtocol
  std::array<std::string_view, 2> operations{};  // of WebHDFS
  bool counts_as_file_operation = true;          // in TotalFileOps
};

constexpr auto kRows = std::to_array<OperationRow>({
    {"AddBlockOps", {"addBlock"}},
    {"AllowSnapshotOps", {"allowSnapshot"}, {"ALLOWSNAPSHOT"}},
    {"BlockReceivedAndDeletedOps", {"blockReceivedAndDeleted"}, {}, false},
    {"CreateFileOps", {"create"}},
    {"CreateSnapshotOps", {"createSnapshot"}, {"CREATESNAPSHOT"}},
    {"CreateSymlinkOps", {"createSymlink"}, {"CREATESYMLINK"}},
    {"DeleteFileOps", {"delete"}, {"DELETE"}},
    {"DeleteSnapshotOps", {"deleteSnapshot"}, {"DELETESNAPSHOT"}},
    {"DisallowSnapshotOps", {"disallowSnapshot"}, {"DISALLOWSNAPSHOT"}},
    {"FileInfoOps",
     {"getFileInfo", "getFileLinkInfo", "getLocatedFileInfo"},
     {"GETFILESTATUS", "GETFILELINKSTATUS"}},
    {"FilesAppended", {"append"}, {}, false},
    {"FilesCreated", {"create", "mkdirs"}, {"MKDIRS"}, false},
    {"FilesRenamed", {"rename", "rename2"}, {"RENAME"}, false},
    {"FilesTruncated", {"truncate"}, {"TRUNCATE"}, false},
    {"GetAdditionalDatanodeOps", {"getAdditionalDatanode"}},
    {"GetBlockLocations", {"getBlockLocations"}, {"GET_BLOCK_LOCATIONS", "GETFILEBLOCKLOCATIONS"}},
    {"GetLinkTargetOps", {"getLinkTarget"}, {"GETLINKTARGET"}},
    {"GetListingOps", {"getListing", "getBatchedListing"}, {"LISTSTATUS", "LISTSTATUS_BATCH"}},
    {"ListSnapshotOps", {"getSnapshotListing"}, {"GETSNAPSHOTLIST"}},
    {"ListSnapshottableDirOps", {"getSnapshottableDirListing"}, {"GETSNAPSHOTTABLEDIRECTORYLIST"}},
    {"RenameSnapshotOps", {"renameSnapshot"}, {"RENAMESNAPSHOT"}},
    {"SnapshotDiffReportOps",
     {"getSnapshotDiffReport", "getSnapshotDiffReportListing"},
     {"GETSNAPSHOTDIFF", "GETSNAPSHOTDIFFLISTING"}},
});

using Counts = std::map<std::string_view, std::uint64_t>;

template <std::size_t n>
std::uint64_t sum_of(const std::array<std::string_view, n>& names, const Counts& counts) {
  std::uint64_t sum = 0;
  for (const std::string_view name : names)
    if (const auto found = counts.find(name); found != counts.end()) sum += found->second;
  return sum;
}

http::Bean namenode_activity(const rpc::ServerStatistics& rpc, const WebHdfs& webhdfs) {
  Counts methods, operations;
  for (const rpc::MethodStatistics& method : rpc.methods)
    methods[method.name] = method.calls - std::min(method.calls, method.failures);
  for (const OperationCount& operation : webhdfs.operation_counts())
    operations[operation.name] = operation.successes;
  http::Bean bean{.name = "Hadoop:service=NameNode,name=NameNodeActivity",
                  .class_name = "NameNodeActivity"};
  bean.add("tag.ProcessName", "NameNode");
  bean.add("tag.Context", "dfs");
  bean.add("tag.Hostname", http::host_name());
  std::uint64_t total = 0;
  for (const OperationRow& row : kRows) {
    const std::uint64_t count = sum_of(row.methods, methods) + sum_of(row.operations, operations);
    bean.add(std::string(row.attribute), count);
    if (row.counts_as_file_operation) total += count;
  }
  for (const rpc::MethodStatistics& method : rpc.methods) {
    if (method.name != "blockReport" || method.calls == 0) continue;
    bean.add("StorageBlockReportNumOps", method.calls);
    bean.add("StorageBlockReportAvgTime",
             static_cast<double>(method.total_ns) / 1e6 / static_cast<double>(method.calls));
  }
  bean.add("TotalFileOps", total);
  return bean;
}

http::Bean method_activity(const rpc::ServerStatistics& rpc, std::uint16_t port) {
  std::vector<http::MethodRate> rates;
  for (const rpc::MethodStatistics& method : rpc.methods)
    rates.push_back({method.name, method.calls, method.total_ns});
  return http::method_bean("NameNode", port, rates);
}

http::Bean retry_cache(const rpc::RetryCache::Statistics& statistics) {
  http::Bean bean{.name = "Hadoop:service=NameNode,name=RetryCache.NameNodeRetryCache",
                  .class_name = "RetryCache.NameNodeRetryCache"};
  bean.add("tag.Context", "rpc");
  bean.add("tag.Hostname", http::host_name());
  bean.add("CacheHit", statistics.hits);
  bean.add("CacheCleared", statistics.cleared);
  bean.add("CacheUpdated", statistics.updates);
  return bean;
}

}  // namespace

std::vector<http::Bean> activity_beans(const WebParts& parts, const WebHdfs& webhdfs) {
  const rpc::ServerStatistics rpc = parts.rpc_statistics();
  return {namenode_activity(rpc, webhdfs), method_activity(rpc, parts.rpc_port),
          retry_cache(parts.retry_statistics())};
}

}  // namespace mammoth::namenode
