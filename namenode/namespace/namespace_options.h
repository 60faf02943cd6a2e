// What the configuration says to the DirectoryTree; names as in hdfs-site.xml.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

namespace mammoth::namenode {

struct NamespaceOptions {
  std::uint32_t max_component_length_bytes = 255;     // dfs.namenode.fs-limits.max-component-length
  std::uint64_t max_directory_items = 1'048'576;      // …fs-limits.max-directory-items
  std::int64_t access_time_precision_ms = 3'600'000;  // dfs.namenode.accesstime.precision; 0: none
  std::set<std::string> protected_directories{};      // fs.protected.directories
  std::size_t max_xattrs = 32;                        // dfs.namenode.fs-limits.max-xattrs-per-inode
  std::size_t max_xattr_size_bytes = 16384;           // dfs.namenode.fs-limits.max-xattr-size
  bool posix_acl_inheritance = true;                  // dfs.namenode.posix.acl.inheritance.enabled
  bool quota_by_storage_type = true;                  // dfs.quota.by.storage.type.enabled
  bool protect_subdirectories = false;                // dfs.protected.subdirectories.enable
  std::int64_t creation_time_ms = 0;                  // of the file system; what /.reserved shows
  std::uint64_t max_snapshots = 65536;                // dfs.namenode.snapshot.max.limit
  std::uint64_t max_all_snapshots = 65536;            // dfs.namenode.snapshot.filesystem.limit
  bool capture_open_files = false;                    // dfs.namenode.snapshot.capture.openfiles
};

// What a path is resolved for (Hadoop: FSDirectory.DirOp). A path through a file is kAccessDenied,
// but kParentNotDirectory for kCreate; kCreate also checks is_valid_name. A path through a symbolic
// link is kUnresolvedPath, with the path to try instead; one that ends in a link too, but for the
// uses that mean the link itself.
enum class PathUse { kRead, kWrite, kCreate, kReadLink, kWriteLink, kCreateLink };

}  // namespace mammoth::namenode
