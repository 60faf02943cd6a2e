#include "namenode/rpc/convert_event.h"

#include "namenode/rpc/convert_attributes.h"

namespace mammoth::namenode {

namespace {

wire::INodeType to_inode_type(InodeKind kind) {
  switch (kind) {
    case InodeKind::kDirectory:
      return wire::I_TYPE_DIRECTORY;
    case InodeKind::kSymlink:
      return wire::I_TYPE_SYMLINK;
    case InodeKind::kFile:
      break;
  }
  return wire::I_TYPE_FILE;
}

std::string create_contents(const NamespaceEvent& event) {
  wire::CreateEventProto proto;
  proto.set_type(to_inode_type(event.inode_kind));
  proto.set_path(event.path);
  proto.set_ctime(event.time_ms);
  proto.set_ownername(event.owner);
  proto.set_groupname(event.group);
  proto.mutable_perms()->set_perm(event.mode);
  proto.set_replication(static_cast<std::int32_t>(event.replication));
  if (event.inode_kind == InodeKind::kSymlink) proto.set_symlinktarget(event.other_path);
  proto.set_overwrite(event.flag);
  proto.set_defaultblocksize(event.size_bytes);
  proto.set_erasurecoded(false);
  return proto.SerializeAsString();
}

// Java's client wants names that are not null and makes null of empty ones.
std::string metadata_contents(const NamespaceEvent& event) {
  wire::MetadataUpdateEventProto proto;
  proto.set_path(event.path);
  proto.set_type(static_cast<wire::MetadataUpdateType>(event.metadata));
  proto.set_mtime(event.time_ms);
  proto.set_atime(event.access_time_ms);
  proto.set_replication(static_cast<std::int32_t>(event.replication));
  proto.set_ownername(event.owner);
  proto.set_groupname(event.group);
  if (event.metadata == MetadataKind::kPermission) proto.mutable_perms()->set_perm(event.mode);
  for (const AclEntry& entry : event.acl) to_proto(entry, proto.add_acls());
  for (const XAttr& xattr : event.xattrs) to_proto(xattr, true, proto.add_xattrs());
  proto.set_xattrsremoved(event.flag);
  return proto.SerializeAsString();
}

template <class Proto>
std::string length_contents(const NamespaceEvent& event) {
  Proto proto;
  proto.set_path(event.path);
  proto.set_filesize(event.size_bytes);
  proto.set_timestamp(event.time_ms);
  return proto.SerializeAsString();
}

std::string rename_contents(const NamespaceEvent& event) {
  wire::RenameEventProto proto;
  proto.set_srcpath(event.path);
  proto.set_destpath(event.other_path);
  proto.set_timestamp(event.time_ms);
  return proto.SerializeAsString();
}

std::string contents_of(const NamespaceEvent& event) {
  switch (event.kind) {
    case EventKind::kCreate:
      return create_contents(event);
    case EventKind::kClose:
      return length_contents<wire::CloseEventProto>(event);
    case EventKind::kTruncate:
      return length_contents<wire::TruncateEventProto>(event);
    case EventKind::kRename:
      return rename_contents(event);
    case EventKind::kMetadata:
      return metadata_contents(event);
    case EventKind::kAppend: {
      wire::AppendEventProto proto;
      proto.set_path(event.path);
      proto.set_newblock(event.flag);
      return proto.SerializeAsString();
    }
    case EventKind::kUnlink:
      break;
  }
  wire::UnlinkEventProto proto;
  proto.set_path(event.path);
  proto.set_timestamp(event.time_ms);
  return proto.SerializeAsString();
}

}  // namespace

void to_proto(const NamespaceEvent& event, wire::EventProto* proto) {
  proto->set_type(static_cast<wire::EventType>(event.kind));
  proto->set_contents(contents_of(event));
}

}  // namespace mammoth::namenode
