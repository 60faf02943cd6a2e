// Permissions, times, access control lists, extended attributes, storage policies.
#include <fmt/format.h>

#include "common/webhdfs/xattr_codec.h"
#include "common/webhdfs_client/json_status.h"
#include "common/webhdfs_client/webhdfs_file_system.h"

namespace mammoth::webhdfs_client {

using http::JsonValue;

Result<void> WebHdfsFileSystem::change(std::string name, const std::string& path,
                                       Parameters parameters) const {
  TRY(service_->ask({"PUT", std::move(name), path, std::move(parameters)}));
  return {};
}

Result<void> WebHdfsFileSystem::set_permission(const std::string& path, std::uint16_t permission) {
  return change("SETPERMISSION", path, {{"permission", fmt::format("{:o}", permission)}});
}

Result<void> WebHdfsFileSystem::set_owner(const std::string& path, const std::string& owner,
                                          const std::string& group) {
  Parameters parameters;
  if (!owner.empty()) parameters.emplace_back("owner", owner);
  if (!group.empty()) parameters.emplace_back("group", group);
  return change("SETOWNER", path, std::move(parameters));
}

Result<void> WebHdfsFileSystem::set_times(const std::string& path, hdfs::SetTimes times) {
  return change("SETTIMES", path,
                {{"modificationtime", std::to_string(times.modification_ms)},
                 {"accesstime", std::to_string(times.access_ms)}});
}

Result<bool> WebHdfsFileSystem::set_replication(const std::string& path,
                                                std::uint16_t replication) {
  return service_->ask_boolean(
      {"PUT", "SETREPLICATION", path, {{"replication", std::to_string(replication)}}});
}

Result<void> WebHdfsFileSystem::access(const std::string& path, int mode) {
  std::string rights;
  for (const auto& [bit, letter] : {std::pair(4, 'r'), std::pair(2, 'w'), std::pair(1, 'x')})
    rights += (mode & bit) != 0 ? letter : '-';
  TRY(service_->ask({"GET", "CHECKACCESS", path, {{"fsaction", rights}}}));
  return {};
}

Result<void> WebHdfsFileSystem::set_xattr(const std::string& path, const hdfs::XAttr& xattr,
                                          hdfs::XAttrFlags flags) {
  std::string flag;
  if (flags.create) flag = "CREATE";
  if (flags.replace) flag += flag.empty() ? "REPLACE" : ",REPLACE";
  return change("SETXATTR", path,
                {{"xattr.name", xattr.name},
                 {"xattr.value", webhdfs::encode_xattr_value(xattr.value, webhdfs::XAttrCodec::kHex)},
                 {"flag", flag}});
}

Result<std::vector<hdfs::XAttr>> WebHdfsFileSystem::xattrs(const std::string& path,
                                                           const std::vector<std::string>& names) {
  Parameters parameters;
  for (const std::string& name : names) parameters.emplace_back("xattr.name", name);
  parameters.emplace_back("encoding", "hex");
  const JsonValue answer = TRY(service_->ask({"GET", "GETXATTRS", path, std::move(parameters)}));
  std::vector<hdfs::XAttr> found;
  for (const JsonValue& entry : TRY(member_at(answer, "XAttrs"))->items) {
    hdfs::XAttr xattr{.name = entry.string_at("name").value_or(""), .value = {}};
    if (const auto value = entry.string_at("value"))
      xattr.value = TRY(webhdfs::decode_xattr_value(*value));
    found.push_back(std::move(xattr));
  }
  return found;
}

Result<void> WebHdfsFileSystem::remove_xattr(const std::string& path, const std::string& name) {
  return change("REMOVEXATTR", path, {{"xattr.name", name}});
}

Result<void> WebHdfsFileSystem::change_acl(std::string name, const std::string& path,
                                           const std::vector<hdfs::AclEntry>& entries,
                                           bool with_permissions) const {
  std::string specification;
  for (const hdfs::AclEntry& entry : entries) {
    std::string text = hdfs::acl_text(entry);
    if (!with_permissions) text.erase(text.find_last_of(':') + 1);
    specification += (specification.empty() ? "" : ",") + text;
  }
  return change(std::move(name), path, {{"aclspec", specification}});
}

Result<void> WebHdfsFileSystem::modify_acl(const std::string& path,
                                           const std::vector<hdfs::AclEntry>& entries) {
  return change_acl("MODIFYACLENTRIES", path, entries, true);
}

Result<void> WebHdfsFileSystem::remove_acl_entries(const std::string& path,
                                                   const std::vector<hdfs::AclEntry>& entries) {
  return change_acl("REMOVEACLENTRIES", path, entries, false);
}

Result<void> WebHdfsFileSystem::remove_default_acl(const std::string& path) {
  return change("REMOVEDEFAULTACL", path);
}

Result<void> WebHdfsFileSystem::remove_acl(const std::string& path) {
  return change("REMOVEACL", path);
}

Result<void> WebHdfsFileSystem::set_acl(const std::string& path,
                                        const std::vector<hdfs::AclEntry>& entries) {
  return change_acl("SETACL", path, entries, true);
}

Result<hdfs::AclStatus> WebHdfsFileSystem::acl_status(const std::string& path) {
  const JsonValue answer = TRY(service_->ask({"GET", "GETACLSTATUS", path}));
  return to_acl_status(*TRY(member_at(answer, "AclStatus")));
}

Result<std::vector<hdfs::StoragePolicy>> WebHdfsFileSystem::storage_policies() {
  const JsonValue answer = TRY(service_->ask({"GET", "GETALLSTORAGEPOLICY", "/"}));
  const JsonValue& all = *TRY(member_at(answer, "BlockStoragePolicies"));
  std::vector<hdfs::StoragePolicy> policies;
  for (const JsonValue& policy : TRY(member_at(all, "BlockStoragePolicy"))->items)
    policies.push_back(to_storage_policy(policy));
  return policies;
}

Result<void> WebHdfsFileSystem::set_storage_policy(const std::string& path,
                                                   const std::string& policy) {
  return change("SETSTORAGEPOLICY", path, {{"storagepolicy", policy}});
}

Result<void> WebHdfsFileSystem::unset_storage_policy(const std::string& path) {
  TRY(service_->ask({"POST", "UNSETSTORAGEPOLICY", path}));
  return {};
}

Result<void> WebHdfsFileSystem::satisfy_storage_policy(const std::string& path) {
  return change("SATISFYSTORAGEPOLICY", path);
}

}  // namespace mammoth::webhdfs_client
