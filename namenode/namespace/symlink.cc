#include "namenode/namespace/symlink.h"

#include <vector>

#include "namenode/namespace/path.h"

namespace mammoth::namenode {

namespace {

// What is left of a path once "." and ".." are gone, as Java's Path has it.
std::string normalised(std::string_view path) {
  std::vector<std::string_view> names;
  for (const std::string_view name : path_components(path)) {
    if (name == ".") continue;
    if (name == ".." && !names.empty())
      names.pop_back();
    else
      names.push_back(name);
  }
  std::string text;
  for (const std::string_view name : names) text.append("/").append(name);
  return text.empty() ? "/" : text;
}

bool has_scheme(std::string_view target) {
  const std::size_t colon = target.find(':');
  return colon != std::string_view::npos && target.substr(0, colon).find('/') == target.npos;
}

}  // namespace

std::string followed_path(std::string_view preceding, std::string_view target,
                          std::string_view remainder) {
  std::string path(target);
  if (!remainder.empty()) {
    if (!path.ends_with('/')) path += '/';
    path += remainder;
  }
  if (has_scheme(target)) return path;
  if (target.starts_with('/')) return normalised(path);
  return normalised(std::string(preceding) + "/" + path);
}

Error unresolved_link(const ResolvedPath& path, std::size_t level) {
  std::string remainder;
  for (std::size_t below = level + 1; below <= path.depth(); ++below)
    remainder.append(remainder.empty() ? "" : "/").append(path.name(below));
  return {ErrorCode::kUnresolvedPath,
          followed_path(path.path_to(level - 1), *path.inode(level)->link_target, remainder)};
}

}  // namespace mammoth::namenode
