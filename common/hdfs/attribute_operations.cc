#include "common/hdfs/hdfs_file_system.h"
#include "common/protocol/hdfs/client_namenode/attributes.pb.h"
#include "common/protocol/hdfs/client_namenode/lookup.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

Result<void> HdfsFileSystem::set_permission(const std::string& path, std::uint16_t permission) {
  pb::SetPermissionRequestProto request;
  request.set_src(path);
  request.mutable_permission()->set_perm(permission);
  TRY(client_->namenode.call<pb::SetPermissionResponseProto>("setPermission", request));
  return {};
}

Result<void> HdfsFileSystem::set_owner(const std::string& path, const std::string& owner,
                                       const std::string& group) {
  pb::SetOwnerRequestProto request;
  request.set_src(path);
  if (!owner.empty()) request.set_username(owner);
  if (!group.empty()) request.set_groupname(group);
  TRY(client_->namenode.call<pb::SetOwnerResponseProto>("setOwner", request));
  return {};
}

Result<void> HdfsFileSystem::set_times(const std::string& path, SetTimes times) {
  pb::SetTimesRequestProto request;
  request.set_src(path);
  request.set_mtime(static_cast<std::uint64_t>(times.modification_ms));
  request.set_atime(static_cast<std::uint64_t>(times.access_ms));
  TRY(client_->namenode.call<pb::SetTimesResponseProto>("setTimes", request));
  return {};
}

Result<bool> HdfsFileSystem::set_replication(const std::string& path, std::uint16_t replication) {
  pb::SetReplicationRequestProto request;
  request.set_src(path);
  request.set_replication(replication);
  return TRY(client_->namenode.call<pb::SetReplicationResponseProto>("setReplication", request))
      .result();
}

Result<void> HdfsFileSystem::access(const std::string& path, int mode) {
  pb::CheckAccessRequestProto request;
  request.set_path(path);
  request.set_mode(static_cast<pb::AclEntryProto::FsActionProto>(mode & 7));
  TRY(client_->namenode.call<pb::CheckAccessResponseProto>("checkAccess", request));
  return {};
}

}  // namespace mammoth::hdfs
