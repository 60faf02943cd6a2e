// What happened to the tree, as those are told who follow it (Hadoop: inotify.Event).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

// The numbers are on disk, and those of the wire.
enum class EventKind : std::uint8_t {
  kCreate = 0,
  kClose = 1,
  kAppend = 2,
  kRename = 3,
  kMetadata = 4,
  kUnlink = 5,
  kTruncate = 6,
};
enum class MetadataKind : std::uint8_t {
  kTimes = 0,
  kReplication = 1,
  kOwner = 2,
  kPermission = 3,
  kAcls = 4,
  kXAttrs = 5,
};

// Only the fields of its kind mean something.
struct NamespaceEvent {
  EventKind kind = EventKind::kCreate;
  std::string path{};
  std::string other_path{};  // kRename: the new one; kCreate: of a link its target
  InodeKind inode_kind = InodeKind::kFile;
  MetadataKind metadata = MetadataKind::kTimes;
  std::int64_t time_ms = 0;         // of the event; kTimes: of modification
  std::int64_t access_time_ms = 0;  // kTimes
  std::int64_t size_bytes = 0;      // kClose, kTruncate: of the file; kCreate: of its blocks
  std::uint32_t replication = 0;
  Mode mode = 0;
  std::string owner{};  // kOwner: empty where it was left alone
  std::string group{};
  bool flag = false;  // kCreate: overwrote; kAppend: in a new block; kXAttrs: removed
  AclEntries acl{};
  std::vector<XAttr> xattrs{};
  bool operator==(const NamespaceEvent&) const = default;
};

// Of one transaction; the ids follow each other without a gap.
struct EventBatch {
  std::uint64_t transaction_id = 0;
  std::vector<NamespaceEvent> events;
};

}  // namespace mammoth::namenode
