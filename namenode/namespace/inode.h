// What the namespace knows about a file or a directory (Hadoop: INode, INodeFile, INodeDirectory).
//
// An Inode does not know its name or its parent: those are its key in the InodeTable, so that a
// rename moves the key and leaves the value alone. The inodes of a table are immutable and shared;
// an operation copies one, changes the copy and puts it back through a Transaction.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/base/hdfs_ids.h"
#include "namenode/namespace/coverage.h"
#include "namenode/namespace/rare.h"

namespace mammoth::namenode {

// The parent of the root in the inode table; no inode has this id.
inline constexpr InodeId kNoInode{0};

// Permission bits: sticky, then rwx of owner, group and others (Hadoop: FsPermission).
using Mode = std::uint16_t;
inline constexpr Mode kStickyBit = 01000;
inline constexpr Mode kModeMask = 01777;

// "rwxr-xr-x"; with the sticky bit the last letter is t, or T where others may not execute.
std::string mode_text(Mode mode);

// The numbers are on disk.
enum class InodeKind : std::uint8_t { kDirectory = 1, kFile = 2, kSymlink = 3 };

// The storage types that can have quotas (Hadoop: StorageType.getTypesSupportingQuota), in Hadoop's
// order. The numbers are on disk.
enum class QuotaType : std::uint8_t {
  kSsd = 0,
  kDisk = 1,
  kArchive = 2,
  kProvided = 3,
  kNvdimm = 4
};
inline constexpr std::size_t kQuotaTypes = 5;
using TypeBytes = std::array<std::int64_t, kQuotaTypes>;

// What a subtree holds, as quotas count it (Hadoop: QuotaCounts): directories and files, and the
// bytes of all replicas. A block that is being written counts as full.
//
// Bytes count for the storage types that the file's policy names, once somebody has set one. Where
// that will be an ancestor of the subtree they are kept as `open_*`, so that a change of its
// policy, or a rename to elsewhere, need not look at them again.
struct Usage {
  std::int64_t names = 0;
  std::int64_t space_bytes = 0;
  TypeBytes types{};                  // of files whose policy was set in the subtree
  std::int64_t open_first_bytes = 0;  // of the others: one replica of each,
  std::int64_t open_bytes = 0;        // and all of them
  bool operator==(const Usage&) const = default;
  Usage& operator+=(const Usage& other);
  Usage operator+(const Usage& other) const { return Usage(*this) += other; }
  Usage operator-() const;
  Usage operator-(const Usage& other) const { return *this + -other; }
};

// The limits of a directory, itself included (Hadoop: DirectoryWithQuotaFeature).
struct Quota {
  static constexpr std::int64_t kNone = -1;
  std::int64_t names = kNone;
  std::int64_t space_bytes = kNone;
  TypeBytes types{kNone, kNone, kNone, kNone, kNone};
  bool operator==(const Quota&) const = default;
  bool limits_types() const { return types != Quota{}.types; }
};

// An entry of an access control list (Hadoop: AclEntry). The numbers are on disk.
struct AclEntry {
  enum class Scope : std::uint8_t { kAccess = 0, kDefault = 1 };
  enum class Type : std::uint8_t { kUser = 0, kGroup = 1, kMask = 2, kOther = 3 };
  Scope scope = Scope::kAccess;
  Type type = Type::kUser;
  std::string name{};           // empty: the owner or the owning group
  std::uint8_t permission = 0;  // rwx
  bool operator==(const AclEntry&) const = default;
};
using AclEntries = std::vector<AclEntry>;

struct Inode {
  InodeId id;
  InodeKind kind = InodeKind::kDirectory;
  Mode mode = 0;
  std::string owner;
  std::string group;
  // Of a directory these are the times of its creation; its current ones are in its DirectoryState.
  std::int64_t modification_time_ms = 0;  // since the epoch
  std::int64_t access_time_ms = 0;
  std::uint8_t storage_policy = 0;  // 0: that of the nearest ancestor that has one

  Rare<Quota> quota{};      // of a directory; what it holds is then counted in its DirectoryState
  Rare<AclEntries> acl{};   // what the mode cannot say (acl.h); in order
  bool has_xattrs = false;  // there is a record of them
  Rare<std::string> link_target{};  // of a symbolic link; a path or a URI, as the client gave it
  Rare<MovedMark> moved{};  // of a directory, where snapshots see it elsewhere

  // Files only.
  bool under_construction = false;
  std::uint16_t replication = 0;
  std::uint64_t preferred_block_size_bytes = 0;
  std::vector<Block> blocks;  // the last one may still grow while the file is under construction

  bool operator==(const Inode&) const = default;

  bool is_directory() const { return kind == InodeKind::kDirectory; }
  bool is_file() const { return kind == InodeKind::kFile; }
  bool is_symlink() const { return kind == InodeKind::kSymlink; }
  bool has_sticky_bit() const { return (mode & kStickyBit) != 0; }
  // Sum of the recorded block lengths (Hadoop: INodeFile.computeFileSize).
  std::uint64_t length_bytes() const;
  // The same without a last block that is still being written
  // (Hadoop: INodeFile.computeFileSizeNotIncludingLastUcBlock).
  std::uint64_t length_without_open_block_bytes() const;
};

using InodePtr = std::shared_ptr<const Inode>;

// The part of a directory that changes whenever a child comes or goes. It is kept apart from the
// inode because it changes a thousand times more often.
struct DirectoryState {
  std::int64_t modification_time_ms = 0;
  std::int64_t access_time_ms = 0;
  std::uint64_t child_count = 0;
  std::optional<Usage> usage{};  // right while the directory has a quota
  bool operator==(const DirectoryState&) const = default;
};

// An extended attribute (Hadoop: XAttr).
enum class XAttrNamespace : std::uint8_t {  // the numbers are on disk
  kUser = 0,
  kTrusted = 1,
  kSecurity = 2,
  kSystem = 3,
  kRaw = 4,
};
struct XAttr {
  XAttrNamespace name_space = XAttrNamespace::kUser;
  std::string name;  // without the namespace
  std::string value;
  bool operator==(const XAttr&) const = default;
};

// Where an inode hangs in the tree.
struct Locator {
  InodeId parent;
  std::string name;
  bool operator==(const Locator&) const = default;
};

// A file that somebody writes; durable, so that its lease survives a restart
// (Hadoop: FileUnderConstructionFeature).
struct OpenFile {
  Locator locator;
  std::string holder;          // client name, the holder of the lease
  std::string client_machine;  // where the writer runs; first choice for replicas
  // The file's length once its last block is cut; only while a truncation waits for the datanodes
  // (Hadoop: BlockUnderConstructionFeature.truncateBlock).
  std::optional<std::uint64_t> truncate_to_bytes{};
  // The block that the last one is to be a copy of, where a snapshot holds it.
  std::optional<Block> truncate_source{};
  bool operator==(const OpenFile&) const = default;
};

}  // namespace mammoth::namenode
