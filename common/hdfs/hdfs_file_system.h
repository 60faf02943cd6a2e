// FileSystem over a NameNode and its DataNodes (Hadoop: DistributedFileSystem, DFSClient). The
// methods are spread by topic: namespace_operations.cc, attribute_operations.cc, acl_operations.cc,
// xattr_operations.cc, snapshot_operations.cc,
// storage_policy_operations.cc, erasure_coding_operations.cc, usage_operations.cc,
// located_blocks.cc and data_operations.cc.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "common/hdfs/erasure_coding.h"
#include "common/hdfs/file_system.h"
#include "common/hdfs/hdfs_client.h"
#include "common/hdfs/located_blocks.h"
#include "common/hdfs/snapshots.h"

namespace mammoth::hdfs {

class HdfsFileSystem final : public FileSystem, public Snapshots, public ErasureCoding {
 public:
  explicit HdfsFileSystem(std::shared_ptr<HdfsClient> client, std::string home_prefix);
  ~HdfsFileSystem() override;

  std::string uri() const override;
  std::string scheme() const override { return "hdfs"; }
  std::string home_directory() const override;
  ServerDefaults server_defaults(std::string_view path) override;

  void set_verify_checksums(bool verify) override { verifies_ = verify; }
  Result<std::unique_ptr<FileReader>> open(const std::string& path) override;
  Result<std::unique_ptr<FileWriter>> create(const std::string& path,
                                             const CreateOptions& options) override;
  Result<std::unique_ptr<FileWriter>> append(const std::string& path) override;
  Result<bool> truncate(const std::string& path, std::uint64_t length_bytes) override;
  Result<void> concat(const std::string& target, const std::vector<std::string>& sources) override;

  Result<FileStatus> status(const std::string& path) override;
  Result<FileStatus> link_status(const std::string& path) override;
  // Where the first link of a path leads, with what of the path follows it. This class follows
  // none: link_following.h does.
  Result<std::string> link_target(const std::string& path);
  Result<void> list(const std::string& path,
                    const std::function<bool(const FileStatus&)>& each) override;

  Result<bool> mkdirs(const std::string& path, std::uint16_t permission) override;
  Result<bool> mkdir(const std::string& path, std::uint16_t permission) override;
  Result<bool> rename(const std::string& source, const std::string& target) override;
  Result<void> rename2(const std::string& source, const std::string& target,
                       bool overwrite) override;
  Result<bool> remove(const std::string& path, bool recursive) override;

  Result<void> set_permission(const std::string& path, std::uint16_t permission) override;
  Result<void> set_owner(const std::string& path, const std::string& owner,
                         const std::string& group) override;
  Result<void> set_times(const std::string& path, SetTimes times) override;
  Result<bool> set_replication(const std::string& path, std::uint16_t replication) override;
  Result<void> access(const std::string& path, int mode) override;

  Result<void> set_xattr(const std::string& path, const XAttr& xattr, XAttrFlags flags) override;
  Result<std::vector<XAttr>> xattrs(const std::string& path,
                                    const std::vector<std::string>& names) override;
  Result<void> remove_xattr(const std::string& path, const std::string& name) override;
  Result<void> modify_acl(const std::string& path, const std::vector<AclEntry>& entries) override;
  Result<void> remove_acl_entries(const std::string& path,
                                  const std::vector<AclEntry>& entries) override;
  Result<void> remove_default_acl(const std::string& path) override;
  Result<void> remove_acl(const std::string& path) override;
  Result<void> set_acl(const std::string& path, const std::vector<AclEntry>& entries) override;
  Result<AclStatus> acl_status(const std::string& path) override;
  Result<std::vector<StoragePolicy>> storage_policies() override;
  Result<void> set_storage_policy(const std::string& path, const std::string& policy) override;
  Result<void> unset_storage_policy(const std::string& path) override;
  Result<void> satisfy_storage_policy(const std::string& path) override;

  Result<void> allow_snapshot(const std::string& directory) override;
  Result<void> disallow_snapshot(const std::string& directory) override;
  Result<std::string> create_snapshot(const std::string& directory,
                                      const std::string& name) override;
  Result<void> delete_snapshot(const std::string& directory, const std::string& name) override;
  Result<void> rename_snapshot(const std::string& directory, const std::string& name,
                               const std::string& new_name) override;
  Result<std::vector<SnapshottableDirectory>> snapshottable_directories() override;
  Result<std::vector<SnapshotInfo>> snapshots(const std::string& directory) override;
  Result<std::vector<SnapshotDifference>> snapshot_diff(const std::string& directory,
                                                        const std::string& from,
                                                        const std::string& to) override;
  Result<SnapshotDiffListing> snapshot_diff_listing(const std::string& directory,
                                                    const std::string& from, const std::string& to,
                                                    const SnapshotDiffCursor& start) override;

  Result<void> set_erasure_coding_policy(const std::string& path,
                                         const std::string& policy) override;
  Result<void> unset_erasure_coding_policy(const std::string& path) override;
  Result<std::optional<ErasureCodingPolicyStatus>> erasure_coding_policy(
      const std::string& path) override;
  Result<std::vector<ErasureCodingPolicyStatus>> erasure_coding_policies() override;
  Result<std::vector<std::pair<std::string, std::string>>> erasure_coding_codecs() override;

  Result<ContentSummary> content_summary(const std::string& path) override;
  Result<ContentSummary> quota_usage(const std::string& path) override;
  Result<FileSystemStatus> file_system_status(const std::string& path) override;
  Result<std::optional<FileChecksum>> checksum(const std::string& path) override;
  Result<std::vector<BlockLocation>> block_locations(const std::string& path,
                                                     std::uint64_t offset_bytes,
                                                     std::uint64_t length_bytes) override;
  Result<LocatedBlocks> located_blocks(const std::string& path, std::uint64_t offset_bytes,
                                       std::uint64_t length_bytes) override;
  std::string trash_root(const std::string& path) override;
  HedgedReadMetrics hedged_read_metrics() const override;

 private:
  Result<bool> make_directories(const std::string& path, std::uint16_t permission,
                                bool create_parent);

  const std::shared_ptr<HdfsClient> client_;
  const std::string home_prefix_;
  std::atomic<bool> verifies_ = true;
  std::mutex defaults_mutex_;
  std::optional<ServerDefaults> defaults_;  // guarded by defaults_mutex_
};

}  // namespace mammoth::hdfs
