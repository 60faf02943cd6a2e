// RoutedFileSystem: a file system that passes each call on to another one, which the call's path
// decides: behind a symbolic link (link_following.h) or a mount point (view_file_system.h).
//
// `Self` has
//   template <class Call> auto on(std::string_view operation, const std::string& path, Call call);
// which answers call(file_system, path there), or a refusal; `operation` is Hadoop's name of the
// method. Whatever names more than one path, or answers with paths, is Self's own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/hdfs/file_system.h"
#include "common/hdfs/located_blocks.h"
#include "common/hdfs/routed_extensions.h"

namespace mammoth::hdfs {

template <class Self>
class RoutedFileSystem : public FileSystem, public RoutedExtensions<Self> {
 public:
  Result<std::unique_ptr<FileReader>> open(const std::string& path) override {
    return self().on("open", path,
                     [&](FileSystem& to, const std::string& there) { return to.open(there); });
  }
  Result<std::unique_ptr<FileWriter>> create(const std::string& path,
                                             const CreateOptions& options) override {
    return self().on("create", path, [&](FileSystem& to, const std::string& there) {
      return to.create(there, options);
    });
  }
  Result<std::unique_ptr<FileWriter>> append(const std::string& path) override {
    return self().on("append", path,
                     [&](FileSystem& to, const std::string& there) { return to.append(there); });
  }
  Result<bool> truncate(const std::string& path, std::uint64_t length_bytes) override {
    return self().on("truncate", path, [&](FileSystem& to, const std::string& there) {
      return to.truncate(there, length_bytes);
    });
  }
  Result<bool> mkdirs(const std::string& path, std::uint16_t permission) override {
    return self().on("mkdirs", path, [&](FileSystem& to, const std::string& there) {
      return to.mkdirs(there, permission);
    });
  }
  Result<bool> mkdir(const std::string& path, std::uint16_t permission) override {
    return self().on("mkdirs", path, [&](FileSystem& to, const std::string& there) {
      return to.mkdir(there, permission);
    });
  }
  Result<bool> remove(const std::string& path, bool recursive) override {
    return self().on("delete", path, [&](FileSystem& to, const std::string& there) {
      return to.remove(there, recursive);
    });
  }
  Result<void> set_permission(const std::string& path, std::uint16_t permission) override {
    return self().on("setPermission", path, [&](FileSystem& to, const std::string& there) {
      return to.set_permission(there, permission);
    });
  }
  Result<void> set_owner(const std::string& path, const std::string& owner,
                         const std::string& group) override {
    return self().on("setOwner", path, [&](FileSystem& to, const std::string& there) {
      return to.set_owner(there, owner, group);
    });
  }
  Result<void> set_times(const std::string& path, SetTimes times) override {
    return self().on("setTimes", path, [&](FileSystem& to, const std::string& there) {
      return to.set_times(there, times);
    });
  }
  Result<bool> set_replication(const std::string& path, std::uint16_t replication) override {
    return self().on("setReplication", path, [&](FileSystem& to, const std::string& there) {
      return to.set_replication(there, replication);
    });
  }
  Result<void> access(const std::string& path, int mode) override {
    return self().on("access", path, [&](FileSystem& to, const std::string& there) {
      return to.access(there, mode);
    });
  }
  Result<void> set_xattr(const std::string& path, const XAttr& xattr, XAttrFlags flags) override {
    return self().on("setXAttr", path, [&](FileSystem& to, const std::string& there) {
      return to.set_xattr(there, xattr, flags);
    });
  }
  Result<std::vector<XAttr>> xattrs(const std::string& path,
                                    const std::vector<std::string>& names) override {
    return self().on("getXAttrs", path, [&](FileSystem& to, const std::string& there) {
      return to.xattrs(there, names);
    });
  }
  Result<void> remove_xattr(const std::string& path, const std::string& name) override {
    return self().on("removeXAttr", path, [&](FileSystem& to, const std::string& there) {
      return to.remove_xattr(there, name);
    });
  }
  Result<void> modify_acl(const std::string& path, const std::vector<AclEntry>& entries) override {
    return self().on("modifyAclEntries", path, [&](FileSystem& to, const std::string& there) {
      return to.modify_acl(there, entries);
    });
  }
  Result<void> remove_acl_entries(const std::string& path,
                                  const std::vector<AclEntry>& entries) override {
    return self().on("removeAclEntries", path, [&](FileSystem& to, const std::string& there) {
      return to.remove_acl_entries(there, entries);
    });
  }
  Result<void> remove_default_acl(const std::string& path) override {
    return self().on("removeDefaultAcl", path, [&](FileSystem& to, const std::string& there) {
      return to.remove_default_acl(there);
    });
  }
  Result<void> remove_acl(const std::string& path) override {
    return self().on("removeAcl", path, [&](FileSystem& to, const std::string& there) {
      return to.remove_acl(there);
    });
  }
  Result<void> set_acl(const std::string& path, const std::vector<AclEntry>& entries) override {
    return self().on("setAcl", path, [&](FileSystem& to, const std::string& there) {
      return to.set_acl(there, entries);
    });
  }
  Result<AclStatus> acl_status(const std::string& path) override {
    return self().on("getAclStatus", path, [&](FileSystem& to, const std::string& there) {
      return to.acl_status(there);
    });
  }
  Result<void> set_storage_policy(const std::string& path, const std::string& policy) override {
    return self().on("setStoragePolicy", path, [&](FileSystem& to, const std::string& there) {
      return to.set_storage_policy(there, policy);
    });
  }
  Result<void> unset_storage_policy(const std::string& path) override {
    return self().on("unsetStoragePolicy", path, [&](FileSystem& to, const std::string& there) {
      return to.unset_storage_policy(there);
    });
  }
  Result<ContentSummary> content_summary(const std::string& path) override {
    return self().on("getContentSummary", path, [&](FileSystem& to, const std::string& there) {
      return to.content_summary(there);
    });
  }
  Result<ContentSummary> quota_usage(const std::string& path) override {
    return self().on("getQuotaUsage", path, [&](FileSystem& to, const std::string& there) {
      return to.quota_usage(there);
    });
  }
  Result<FileSystemStatus> file_system_status(const std::string& path) override {
    return self().on("getStatus", path, [&](FileSystem& to, const std::string& there) {
      return to.file_system_status(there);
    });
  }
  Result<std::optional<FileChecksum>> checksum(const std::string& path) override {
    return self().on("getFileChecksum", path,
                     [&](FileSystem& to, const std::string& there) { return to.checksum(there); });
  }
  Result<std::vector<BlockLocation>> block_locations(const std::string& path,
                                                     std::uint64_t offset_bytes,
                                                     std::uint64_t length_bytes) override {
    return self().on("getFileBlockLocations", path, [&](FileSystem& to, const std::string& there) {
      return to.block_locations(there, offset_bytes, length_bytes);
    });
  }
  Result<LocatedBlocks> located_blocks(const std::string& path, std::uint64_t offset_bytes,
                                       std::uint64_t length_bytes) override {
    return self().on("getLocatedBlocks", path, [&](FileSystem& to, const std::string& there) {
      return to.located_blocks(there, offset_bytes, length_bytes);
    });
  }
  Result<void> satisfy_storage_policy(const std::string& path) override {
    return self().on("satisfyStoragePolicy", path, [&](FileSystem& to, const std::string& there) {
      return to.satisfy_storage_policy(there);
    });
  }

 private:
  Self& self() { return static_cast<Self&>(*this); }
};

}  // namespace mammoth::hdfs
