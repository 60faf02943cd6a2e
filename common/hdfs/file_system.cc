#include "common/hdfs/file_system.h"

#include <fmt/format.h>

namespace mammoth::hdfs {

Result<std::vector<FileStatus>> FileSystem::list_all(const std::string& path) {
  std::vector<FileStatus> entries;
  TRY(list(path, [&](const FileStatus& entry) {
    entries.push_back(entry);
    return true;
  }));
  return entries;
}

namespace {

Error unsupported(const FileSystem& file_system, std::string_view what) {
  return {ErrorCode::kUnsupportedOperation,
          fmt::format("{} does not support {}", file_system.uri(), what)};
}

}  // namespace

Result<void> FileSystem::set_xattr(const std::string&, const XAttr&, XAttrFlags) {
  return unsupported(*this, "setXAttr");
}
Result<std::vector<XAttr>> FileSystem::xattrs(const std::string&, const std::vector<std::string>&) {
  return unsupported(*this, "getXAttrs");
}
Result<void> FileSystem::remove_xattr(const std::string&, const std::string&) {
  return unsupported(*this, "removeXAttr");
}
Result<void> FileSystem::modify_acl(const std::string&, const std::vector<AclEntry>&) {
  return unsupported(*this, "modifyAclEntries");
}
Result<void> FileSystem::remove_acl_entries(const std::string&, const std::vector<AclEntry>&) {
  return unsupported(*this, "removeAclEntries");
}
Result<void> FileSystem::remove_default_acl(const std::string&) {
  return unsupported(*this, "removeDefaultAcl");
}
Result<void> FileSystem::remove_acl(const std::string&) {
  return unsupported(*this, "removeAcl");
}
Result<void> FileSystem::set_acl(const std::string&, const std::vector<AclEntry>&) {
  return unsupported(*this, "setAcl");
}
Result<AclStatus> FileSystem::acl_status(const std::string&) {
  return unsupported(*this, "getAclStatus");
}
Result<std::vector<StoragePolicy>> FileSystem::storage_policies() {
  return unsupported(*this, "getAllStoragePolicies");
}
Result<void> FileSystem::set_storage_policy(const std::string&, const std::string&) {
  return unsupported(*this, "setStoragePolicy");
}
Result<void> FileSystem::unset_storage_policy(const std::string&) {
  return unsupported(*this, "unsetStoragePolicy");
}
Result<void> FileSystem::satisfy_storage_policy(const std::string&) {
  return unsupported(*this, "satisfyStoragePolicy");
}

}  // namespace mammoth::hdfs
