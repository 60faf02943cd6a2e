// What a namespace should be after some operations, in the simplest way: a map from paths. The
// superuser does everything, so that rights never matter; a refusal and a "false" are the same
// here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <string>

#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

struct ModelNode {
  bool is_directory = true;
  Mode mode = 0755;
  std::string owner = "hdfs";
  std::string group = "supergroup";
  std::int64_t modified_ms = 0;
  std::uint16_t replication = 0;
  std::optional<std::string> writer{};  // of an open file
  bool operator==(const ModelNode&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const ModelNode& node) {
  return out << (node.is_directory ? "d " : "- ") << mode_text(node.mode) << ' ' << node.owner
             << ':' << node.group << " modified " << node.modified_ms << " replication "
             << node.replication << " writer " << node.writer.value_or("-");
}

class NamespaceModel {
 public:
  using Nodes = std::map<std::string, ModelNode>;  // "/" and "/a/b"

  explicit NamespaceModel(Nodes nodes) : nodes_(std::move(nodes)) {}
  const Nodes& nodes() const { return nodes_; }
  ModelNode* find(const std::string& path) {
    const auto found = nodes_.find(path);
    return found == nodes_.end() ? nullptr : &found->second;
  }

  bool mkdirs(const std::string& path, Mode mode, std::int64_t now_ms) {
    if (const ModelNode* there = find(path)) return there->is_directory;
    if (!add_ancestors(path, (mode & 0777) | 0300, now_ms)) return false;
    add(path, {.mode = mode}, now_ms);
    return true;
  }
  bool create(const std::string& path, const std::string& writer, bool overwrite,
              std::uint16_t replication, std::int64_t now_ms) {
    if (const ModelNode* there = find(path); there && (there->is_directory || !overwrite))
      return false;
    if (!add_ancestors(path, (nearest(path).mode & 0777) | 0300, now_ms)) return false;
    add(path, {.is_directory = false, .mode = 0644, .replication = replication, .writer = writer},
        now_ms);
    return true;
  }
  // Also by a writer who has not heard that the file is closed.
  bool complete(const std::string& path, const std::string& writer, std::int64_t now_ms) {
    ModelNode* file = find(path);
    if (!file || file->is_directory || (file->writer && file->writer != writer)) return false;
    if (!file->writer) return true;
    file->writer.reset();
    file->modified_ms = now_ms;
    return true;
  }
  bool append(const std::string& path, const std::string& writer) {
    ModelNode* file = find(path);
    if (!file || file->is_directory || file->writer) return false;
    file->writer = writer;
    return true;
  }
  bool rename(const std::string& source, std::string target, std::int64_t now_ms) {
    if (const ModelNode* there = find(target); there && there->is_directory)
      target = (target == "/" ? "" : target) + source.substr(source.find_last_of('/'));
    if (source == "/" || !find(source)) return false;
    if (target == source) return true;
    if (target.starts_with(source + "/") || find(target) || !parent(target)) return false;
    if (!parent(target)->is_directory) return false;
    move(source, target, now_ms);
    return true;
  }
  bool rename2(const std::string& source, const std::string& target, bool overwrite,
               std::int64_t now_ms) {
    const ModelNode* from = find(source);
    const ModelNode* to = find(target);
    if (source == "/" || target == "/" || source == target || !from) return false;
    if (target.starts_with(source + "/")) return false;
    if (!parent(target) || !parent(target)->is_directory) return false;
    if (to && (!overwrite || to->is_directory != from->is_directory || has_children(target)))
      return false;
    nodes_.erase(target);
    move(source, target, now_ms);
    return true;
  }
  bool remove(const std::string& path, bool recursive, std::int64_t now_ms) {
    if (path == "/" || !find(path) || (!recursive && has_children(path))) return false;
    parent(path)->modified_ms = now_ms;
    nodes_.erase(path);
    std::erase_if(nodes_, [&](const auto& node) { return node.first.starts_with(path + "/"); });
    return true;
  }

 private:
  static std::string parent_path(const std::string& path) {
    const auto slash = path.find_last_of('/');
    return slash == 0 ? "/" : path.substr(0, slash);
  }
  ModelNode* parent(const std::string& path) { return find(parent_path(path)); }
  bool has_children(const std::string& path) const {
    const auto next = nodes_.lower_bound(path + "/");
    return next != nodes_.end() && next->first.starts_with(path + "/");
  }
  // The last of the path's ancestors that exists.
  const ModelNode& nearest(std::string path) {
    do path = parent_path(path);
    while (!find(path));
    return *find(path);
  }
  bool add_ancestors(const std::string& path, Mode mode, std::int64_t now_ms) {
    if (!nearest(path).is_directory) return false;
    for (auto slash = path.find('/', 1); slash != path.npos; slash = path.find('/', slash + 1))
      if (const std::string above = path.substr(0, slash); !find(above))
        add(above, {.mode = mode}, now_ms);
    return true;
  }
  void add(const std::string& path, ModelNode node, std::int64_t now_ms) {
    ModelNode& above = *parent(path);
    node.group = above.group;
    node.modified_ms = above.modified_ms = now_ms;
    nodes_[path] = std::move(node);
  }
  void move(const std::string& source, const std::string& target, std::int64_t now_ms) {
    Nodes moved;
    for (const auto& [path, node] : nodes_)
      if (path == source || path.starts_with(source + "/"))
        moved[target + path.substr(source.size())] = node;
    parent(source)->modified_ms = parent(target)->modified_ms = now_ms;
    std::erase_if(nodes_, [&](const auto& node) {
      return node.first == source || node.first.starts_with(source + "/");
    });
    nodes_.merge(moved);
  }

  Nodes nodes_;
};

}  // namespace mammoth::namenode
