#include "namenode/namespace/resolved_path.h"

#include "common/base/check.h"

namespace mammoth::namenode {

ResolvedPath::ResolvedPath(std::vector<std::string> names, std::vector<InodePtr> inodes)
    : names_(std::move(names)), inodes_(std::move(inodes)) {
  check(inodes_.size() <= names_.size() + 1, "more inodes than names");
  inodes_.resize(names_.size() + 1);
}

std::size_t ResolvedPath::existing_level() const {
  std::size_t level = depth();
  while (level > 0 && inodes_[level] == nullptr) --level;
  return level;
}

std::string ResolvedPath::path_to(std::size_t level) const {
  if (level == 0) return "/";
  std::string path;
  for (std::size_t i = 0; i < level; ++i) path.append("/").append(names_[i]);
  return path;
}

Locator ResolvedPath::locator() const {
  if (is_root()) return {kNoInode, {}};
  return {parent()->id, names_.back()};
}

std::uint8_t ResolvedPath::policy_at(std::size_t level) const {
  for (++level; level-- > 0;)
    if (inodes_[level] != nullptr && inodes_[level]->storage_policy != 0)
      return inodes_[level]->storage_policy;
  return 0;
}

ResolvedPath ResolvedPath::child(std::string name, InodePtr inode) const {
  ResolvedPath path = *this;
  path.names_.push_back(std::move(name));
  path.inodes_.push_back(std::move(inode));
  return path;
}

}  // namespace mammoth::namenode
