// A cluster reached by WebHDFS alone: webhdfs://HOST:PORT (Hadoop: WebHdfsFileSystem). Files are read
// from and written to the DataNodes that the NameNode names; HttpFS, which names itself, is another
// such server.
//
// As every FileSystem: thread-safe, calls block, refusals carry the server's words. What is written
// is durable when close() has answered; hflush() and hsync() promise nothing here, as in Hadoop's.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "common/hdfs/file_system.h"
#include "common/webhdfs_client/service.h"

namespace mammoth {
class Configuration;
}

namespace mammoth::webhdfs_client {

class WebHdfsFileSystem final : public hdfs::FileSystem {
 public:
  struct Options {
    std::uint16_t umask = 022;
    std::uint16_t replication = 3;
    std::uint64_t block_size_bytes = 128u << 20;
    std::string home_prefix = "/user";
  };

  WebHdfsFileSystem(std::shared_ptr<const Service> service, Options options);

  std::string uri() const override;
  std::string scheme() const override { return "webhdfs"; }
  std::string home_directory() const override;
  hdfs::ServerDefaults server_defaults(std::string_view path) override;

  // webhdfs_data.cc
  Result<std::unique_ptr<hdfs::FileReader>> open(const std::string& path) override;
  Result<std::unique_ptr<hdfs::FileWriter>> create(const std::string& path,
                                                   const hdfs::CreateOptions& options) override;
  Result<std::unique_ptr<hdfs::FileWriter>> append(const std::string& path) override;
  Result<bool> truncate(const std::string& path, std::uint64_t length_bytes) override;
  Result<void> concat(const std::string& target, const std::vector<std::string>& sources) override;
  Result<std::optional<hdfs::FileChecksum>> checksum(const std::string& path) override;
  Result<std::vector<hdfs::BlockLocation>> block_locations(const std::string& path,
                                                           std::uint64_t offset_bytes,
                                                           std::uint64_t length_bytes) override;

  Result<hdfs::FileStatus> status(const std::string& path) override;
  Result<hdfs::FileStatus> link_status(const std::string& path) override;
  Result<void> list(const std::string& path,
                    const std::function<bool(const hdfs::FileStatus&)>& each) override;
  Result<bool> mkdirs(const std::string& path, std::uint16_t permission) override;
  Result<bool> mkdir(const std::string& path, std::uint16_t permission) override;
  Result<bool> rename(const std::string& source, const std::string& target) override;
  Result<void> rename2(const std::string& source, const std::string& target,
                       bool overwrite) override;
  Result<bool> remove(const std::string& path, bool recursive) override;
  Result<hdfs::ContentSummary> content_summary(const std::string& path) override;
  Result<hdfs::ContentSummary> quota_usage(const std::string& path) override;
  Result<hdfs::FileSystemStatus> file_system_status(const std::string& path) override;
  std::string trash_root(const std::string& path) override;

  // webhdfs_attributes.cc
  Result<void> set_permission(const std::string& path, std::uint16_t permission) override;
  Result<void> set_owner(const std::string& path, const std::string& owner,
                         const std::string& group) override;
  Result<void> set_times(const std::string& path, hdfs::SetTimes times) override;
  Result<bool> set_replication(const std::string& path, std::uint16_t replication) override;
  Result<void> access(const std::string& path, int mode) override;
  Result<void> set_xattr(const std::string& path, const hdfs::XAttr& xattr,
                         hdfs::XAttrFlags flags) override;
  Result<std::vector<hdfs::XAttr>> xattrs(const std::string& path,
                                          const std::vector<std::string>& names) override;
  Result<void> remove_xattr(const std::string& path, const std::string& name) override;
  Result<void> modify_acl(const std::string& path,
                          const std::vector<hdfs::AclEntry>& entries) override;
  Result<void> remove_acl_entries(const std::string& path,
                                  const std::vector<hdfs::AclEntry>& entries) override;
  Result<void> remove_default_acl(const std::string& path) override;
  Result<void> remove_acl(const std::string& path) override;
  Result<void> set_acl(const std::string& path,
                       const std::vector<hdfs::AclEntry>& entries) override;
  Result<hdfs::AclStatus> acl_status(const std::string& path) override;
  Result<std::vector<hdfs::StoragePolicy>> storage_policies() override;
  Result<void> set_storage_policy(const std::string& path, const std::string& policy) override;
  Result<void> unset_storage_policy(const std::string& path) override;
  Result<void> satisfy_storage_policy(const std::string& path) override;

 private:
  Result<void> change(std::string name, const std::string& path, Parameters parameters = {}) const;
  Result<void> change_acl(std::string name, const std::string& path,
                          const std::vector<hdfs::AclEntry>& entries, bool with_permissions) const;
  Result<hdfs::FileStatus> status_by(std::string name, const std::string& path) const;
  Parameters mode_parameters(std::uint16_t permission,
                             const std::optional<std::uint16_t>& masked) const;

  const std::shared_ptr<const Service> service_;
  const Options options_;
};

// As hdfs::open_file_system, for webhdfs:// too.
Result<std::shared_ptr<hdfs::FileSystem>> open_file_system(std::string_view uri,
                                                           const Configuration& configuration);

}  // namespace mammoth::webhdfs_client
