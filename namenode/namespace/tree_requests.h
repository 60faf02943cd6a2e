// What the operations of the DirectoryTree take and answer. Plain values; views point into the
// caller's texts.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "namenode/namespace/resolved_path.h"

namespace mammoth::namenode {

// Values of setQuota that are no quota (Hadoop: QUOTA_DONT_SET, QUOTA_RESET).
inline constexpr std::int64_t kKeepQuota = INT64_MAX;
inline constexpr std::int64_t kClearQuota = -1;

// What setQuota may ask for: with a type only that type's limit is meant, and `names` must be
// kKeepQuota.
struct QuotaRequest {
  std::int64_t names = kKeepQuota;
  std::int64_t space_bytes = kKeepQuota;
  std::optional<QuotaType> type{};
};

// What setXAttr may do (Hadoop: XAttrSetFlag).
struct XAttrFlags {
  bool create = true;
  bool replace = true;
};

// What becomes of an access control list; kModify, kRemoveEntries and kSet take a specification.
enum class AclChange { kModify, kRemoveEntries, kRemoveDefault, kRemove, kSet };

struct MkdirsRequest {
  std::string_view path;
  Mode mode = 0755;
  bool create_parent = true;
  std::optional<Mode> unmasked{};  // before the client's umask
};

struct CreateFileRequest {
  std::string_view path;
  Mode mode = 0644;
  std::optional<Mode> unmasked{};
  bool create = true;
  bool overwrite = false;
  bool create_parent = true;
  std::uint16_t replication = 3;
  std::uint64_t preferred_block_size_bytes = 0;
  std::uint8_t storage_policy = 0;
  std::string_view holder;  // client name
  std::string_view client_machine;
};

// The target is not looked at: it may be missing, or of another file system.
struct CreateSymlinkRequest {
  std::string_view target;
  std::string_view link;
  Mode parent_mode = 0755;  // of directories that are made on the way
  bool create_parent = false;
};

struct RenameRequest {
  std::string_view source;
  std::string_view target;
  bool overwrite = false;  // Options.Rename.OVERWRITE
  bool to_trash = false;   // Options.Rename.TO_TRASH
};

// What left the tree with an entry.
struct Removal {
  bool removed = false;
  std::vector<Block> blocks{};        // of a file: no longer in the namespace
  std::vector<InodeId> open_files{};  // of a file: its lease ends
  // A directory's whole content became garbage; OrphanReclaimer finds it and reports its blocks and
  // open files bit by bit.
  bool orphaned_subtree = false;
};

struct CreatedFile {
  ResolvedPath path;  // with the new inode
  Removal replaced;   // the file that was overwritten
};

struct ReplicationChange {
  InodePtr file;  // as it is now
  std::uint16_t old_replication = 0;
};

struct Concatenation {
  InodePtr target;           // as it is now
  std::vector<Block> moved;  // the blocks that belong to it now
  std::uint16_t replication = 0;
};

}  // namespace mammoth::namenode
