#include "common/hdfs/hdfs_file_system.h"
#include "common/protocol/hdfs/client_namenode/acls.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

void to_proto(const AclEntry& entry, pb::AclEntryProto* proto) {
  proto->set_scope(entry.is_default ? pb::AclEntryProto::DEFAULT : pb::AclEntryProto::ACCESS);
  proto->set_type(static_cast<pb::AclEntryProto::AclEntryTypeProto>(entry.type));
  proto->set_permissions(static_cast<pb::AclEntryProto::FsActionProto>(entry.permission & 7));
  if (!entry.name.empty()) proto->set_name(entry.name);
}

template <class Request>
Request request_for(const std::string& path, const std::vector<AclEntry>& entries) {
  Request request;
  request.set_src(path);
  for (const AclEntry& entry : entries) to_proto(entry, request.add_aclspec());
  return request;
}

}  // namespace

Result<void> HdfsFileSystem::modify_acl(const std::string& path,
                                        const std::vector<AclEntry>& entries) {
  TRY(client_->namenode.call<pb::ModifyAclEntriesResponseProto>(
      "modifyAclEntries", request_for<pb::ModifyAclEntriesRequestProto>(path, entries)));
  return {};
}

Result<void> HdfsFileSystem::remove_acl_entries(const std::string& path,
                                                const std::vector<AclEntry>& entries) {
  TRY(client_->namenode.call<pb::RemoveAclEntriesResponseProto>(
      "removeAclEntries", request_for<pb::RemoveAclEntriesRequestProto>(path, entries)));
  return {};
}

Result<void> HdfsFileSystem::remove_default_acl(const std::string& path) {
  pb::RemoveDefaultAclRequestProto request;
  request.set_src(path);
  TRY(client_->namenode.call<pb::RemoveDefaultAclResponseProto>("removeDefaultAcl", request));
  return {};
}

Result<void> HdfsFileSystem::remove_acl(const std::string& path) {
  pb::RemoveAclRequestProto request;
  request.set_src(path);
  TRY(client_->namenode.call<pb::RemoveAclResponseProto>("removeAcl", request));
  return {};
}

Result<void> HdfsFileSystem::set_acl(const std::string& path,
                                     const std::vector<AclEntry>& entries) {
  TRY(client_->namenode.call<pb::SetAclResponseProto>(
      "setAcl", request_for<pb::SetAclRequestProto>(path, entries)));
  return {};
}

Result<AclStatus> HdfsFileSystem::acl_status(const std::string& path) {
  pb::GetAclStatusRequestProto request;
  request.set_src(path);
  const auto answer =
      TRY(client_->namenode.call<pb::GetAclStatusResponseProto>("getAclStatus", request));
  const pb::AclStatusProto& acl = answer.result();
  AclStatus status{.owner = acl.owner(),
                   .group = acl.group(),
                   .sticky = acl.sticky(),
                   .permission = static_cast<std::uint16_t>(acl.permission().perm()),
                   .entries = {}};
  for (const auto& entry : acl.entries())
    status.entries.push_back({.is_default = entry.scope() == pb::AclEntryProto::DEFAULT,
                              .type = static_cast<AclEntry::Type>(entry.type()),
                              .name = entry.name(),
                              .permission = static_cast<std::uint8_t>(entry.permissions())});
  return status;
}

}  // namespace mammoth::hdfs
