#include "namenode/namespace/inode_table.h"

#include <algorithm>

namespace mammoth::namenode {

bool is_empty_directory(const InodeTable& table, InodeId directory) {
  bool empty = true;
  table.scan_children(directory, {},
                      [&](std::string_view, const InodePtr&) { return empty = false; });
  return empty;
}

std::optional<std::vector<std::string>> names_to(const InodeTable& table, InodeId id) {
  std::vector<std::string> names;
  while (id != kRootInodeId) {
    auto locator = table.locate(id);
    if (!locator) return std::nullopt;
    names.push_back(std::move(locator->name));
    id = locator->parent;
  }
  std::ranges::reverse(names);
  return names;
}

std::string path_to(const InodeTable& table, InodeId id) {
  const auto names = names_to(table, id);
  if (!names) return {};
  if (names->empty()) return "/";
  std::string path;
  for (const auto& name : *names) path.append("/").append(name);
  return path;
}

}  // namespace mammoth::namenode
