#include "namenode/namespace/path.h"

#include <algorithm>

namespace mammoth::namenode {

namespace {

// Java counts a character outside the basic plane (four bytes of UTF-8) twice.
std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;
    units += byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

}  // namespace

bool within_path_limits(std::string_view path) {
  return utf16_length(path) <= kMaxPathLength && path_components(path).size() <= kMaxPathDepth;
}

bool is_valid_name(std::string_view path) {
  if (!path.starts_with('/')) return false;
  while (path.ends_with('/')) path.remove_suffix(1);
  if (path.empty()) return true;
  const bool below_inode =
      path.starts_with("/.reserved/.inodes/") && std::ranges::count(path, '/') >= 4;
  for (path.remove_prefix(1);;) {
    const auto slash = path.find('/');
    const auto name = path.substr(0, slash);
    if (name.empty() || name == "." || name.find(':') != name.npos) return false;
    if (name == ".." && !below_inode) return false;
    if (slash == path.npos) return true;
    path.remove_prefix(slash + 1);
  }
}

std::vector<std::string_view> path_components(std::string_view path) {
  std::vector<std::string_view> names;
  while (!path.empty()) {
    const auto name = path.substr(0, path.find('/'));
    if (!name.empty()) names.push_back(name);
    path.remove_prefix(std::min(path.size(), name.size() + 1));
  }
  return names;
}

}  // namespace mammoth::namenode
