// Paths as clients send them: UTF-8 text that begins with a slash (Hadoop:
// DFSUtilClient.isValidName, DFSUtil.getPathComponents, FSDirectory's reserved names). Pure
// functions; views point into the argument.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace mammoth::namenode {

// Of create, mkdirs and rename (Hadoop: HdfsServerConstants.MAX_PATH_LENGTH, MAX_PATH_DEPTH).
inline constexpr std::size_t kMaxPathLength = 8000;  // UTF-16 units, as Java counts
inline constexpr std::size_t kMaxPathDepth = 1000;
// How these methods complain is "<method>: Pathname too long.  Limit 8000 characters, 1000 levels."
bool within_path_limits(std::string_view path);

// Whether a name may be created: absolute; no component "." or with a colon, ".." only below
// /.reserved/.inodes/<id>; no empty component but after the last one. (Names of things that are
// only looked up are not checked: what breaks the rules is not found.)
bool is_valid_name(std::string_view path);

// The names along an absolute path, root excluded; empty ones are skipped, so "/a//b/" is {a, b}.
std::vector<std::string_view> path_components(std::string_view path);

inline constexpr std::string_view kReservedName = ".reserved";  // only below the root
inline constexpr std::string_view kReservedInodes = ".inodes";  // /.reserved/.inodes/<id>[/child…]
inline constexpr std::string_view kReservedRaw = "raw";         // /.reserved/raw/<path>
inline constexpr std::string_view kSnapshotName = ".snapshot";  // anywhere

// "/.reserved" itself: a directory that cannot be changed, whose children are .inodes and raw.
inline bool is_exact_reserved_name(std::string_view path) {
  return path == "/.reserved";
}
inline bool is_reserved_raw_name(std::string_view path) {
  return path.starts_with("/.reserved/raw");
}
inline bool is_reserved_inodes_name(std::string_view path) {
  return path.starts_with("/.reserved/.inodes");
}

}  // namespace mammoth::namenode
