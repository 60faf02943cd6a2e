// What a namespace should be after some operations, in the simplest way: a map from paths. The
// superuser does everything, so that rights never matter; a refusal and a "false" are the same
// here.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <ostream>
#include <string>

#include "namenode/namespace/inode_status.h"

namespace mammoth::namenode {

struct ModelNode {
  bool is_directory = true;
  Mode mode = 0755;
  std::string owner = "hdfs";
  std::string group = "supergroup";
  std::int64_t modified_ms = 0;
  std::uint16_t replication = 0;
  std::optional<std::string> writer{};  // of an open file
  std::int64_t name_quota = -1;         // of a directory; -1: none
  bool snapshottable = false;
  bool operator==(const ModelNode&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const ModelNode& node) {
  return out << (node.is_directory ? "d " : "- ") << mode_text(node.mode) << ' ' << node.owner
             << ':' << node.group << " modified " << node.modified_ms << " replication "
             << node.replication << " writer " << node.writer.value_or("-") << " quota "
             << node.name_quota << (node.snapshottable ? " snapshottable" : "");
}

inline ModelNode model_of(const InodeStatus& status) {
  const Inode& inode = *status.inode;
  return {.is_directory = inode.is_directory(),
          .mode = inode.mode,
          .owner = inode.owner,
          .group = inode.group,
          .modified_ms = status.directory.modification_time_ms,
          .replication = inode.replication,
          .writer = inode.under_construction ? std::optional("nobody") : std::nullopt,
          .name_quota = inode.quota ? inode.quota->names : -1,
          .snapshottable = status.snapshottable && inode.id != kRootInodeId};
}

class NamespaceModel {
 public:
  using Nodes = std::map<std::string, ModelNode>;  // "/" and "/a/b"

  // Snapshots by their paths, "/a/.snapshot/s1", each a tree of its own.
  using Snapshots = std::map<std::string, Nodes>;

  explicit NamespaceModel(Nodes nodes, Snapshots snapshots = {})
      : nodes_(std::move(nodes)), snapshots_(std::move(snapshots)) {}
  const Nodes& nodes() const { return nodes_; }
  const Snapshots& snapshots() const { return snapshots_; }
  bool operator==(const NamespaceModel& other) const {
    return nodes_ == other.nodes_ && snapshots_ == other.snapshots_;
  }
  // How many names a path counts for the quotas above it; what snapshots hold is not the model's.
  using Counter = std::function<std::int64_t(const std::string& path)>;
  void count_by(Counter counter) { counter_ = std::move(counter); }

  bool allow_snapshot(const std::string& path) {
    ModelNode* directory = find(path);
    if (!directory || !directory->is_directory || path == "/") return false;
    for (const auto& [other, node] : nodes_)
      if (node.snapshottable && (path.starts_with(other + "/") || other.starts_with(path + "/")))
        return false;
    return directory->snapshottable = true;
  }
  bool create_snapshot(const std::string& path, const std::string& name, std::int64_t now_ms) {
    ModelNode* directory = find(path);
    const std::string place = path + "/.snapshot/" + name;
    if (!directory || !directory->snapshottable || snapshots_.contains(place)) return false;
    directory->modified_ms = now_ms;
    Nodes& tree = snapshots_[place];
    for (const auto& [below, node] : nodes_) {
      if (below != path && !below.starts_with(path + "/")) continue;
      ModelNode& seen = tree[below.substr(path.size())] = node;
      seen.writer.reset();
      seen.snapshottable = false;
    }
    return true;
  }
  bool delete_snapshot(const std::string& path, const std::string& name, std::int64_t now_ms) {
    if (snapshots_.erase(path + "/.snapshot/" + name) == 0) return false;
    find(path)->modified_ms = now_ms;
    return true;
  }
  ModelNode* find(const std::string& path) {
    const auto found = nodes_.find(path);
    return found == nodes_.end() ? nullptr : &found->second;
  }

  bool mkdirs(const std::string& path, Mode mode, std::int64_t now_ms) {
    if (const ModelNode* there = find(path)) return there->is_directory;
    if (!nearest(path).is_directory || !fits(path, missing(path))) return false;
    if (!add_ancestors(path, (mode & 0777) | 0300, now_ms)) return false;
    add(path, {.mode = mode}, now_ms);
    return true;
  }
  bool create(const std::string& path, const std::string& writer, bool overwrite,
              std::uint16_t replication, std::int64_t now_ms) {
    if (const ModelNode* there = find(path); there && (there->is_directory || !overwrite))
      return false;
    if (!nearest(path).is_directory || !fits(path, missing(path), find(path) ? 1 : 0)) return false;
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
    if (source == "/" || !find(source) || has_snapshots(source)) return false;
    if (target == source) return true;
    if (target.starts_with(source + "/") || find(target) || !parent(target)) return false;
    if (!parent(target)->is_directory || !fits_moved(source, target)) return false;
    if (is_nested(source, target)) return false;
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
    if (!fits_moved(source, target)) return false;
    if (has_snapshots(source) || has_snapshots(target) || is_nested(source, target)) return false;
    nodes_.erase(target);
    move(source, target, now_ms);
    return true;
  }
  bool set_quota(const std::string& path, std::int64_t names) {
    ModelNode* directory = find(path);
    if (!directory || !directory->is_directory) return false;
    directory->name_quota = names;
    return true;
  }
  // How many names there are at a path and below.
  std::int64_t names(const std::string& path) const {
    if (counter_ && nodes_.contains(path)) return counter_(path);
    std::int64_t count = 0;
    for (const auto& [name, node] : nodes_)
      count += name == path || path == "/" || name.starts_with(path + "/");
    return count;
  }
  bool remove(const std::string& path, bool recursive, std::int64_t now_ms) {
    if (path == "/" || !find(path) || (!recursive && has_children(path))) return false;
    if (has_snapshots(path)) return false;
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
  bool has_snapshots(const std::string& path) const {
    return std::any_of(snapshots_.begin(), snapshots_.end(),
                       [&](const auto& one) { return one.first.starts_with(path + "/"); });
  }
  // Whether a directory that may have snapshots would come below another.
  bool is_nested(const std::string& source, const std::string& target) const {
    bool inner = false;
    bool outer = false;
    for (const auto& [path, node] : nodes_) {
      inner |= node.snapshottable && (path == source || path.starts_with(source + "/"));
      outer |= node.snapshottable && target.starts_with(path + "/");
    }
    return inner && outer;
  }
  // How many names a path needs that are not there; of a file that is replaced, its own.
  std::int64_t missing(std::string path) const {
    std::int64_t count = 1;
    for (path = parent_path(path); !nodes_.contains(path); path = parent_path(path)) ++count;
    return count;
  }
  // Whether so many more names may be at a path, once `fewer` are gone, below the directory
  // `common`.
  bool fits(std::string path, std::int64_t more, std::int64_t fewer = 0,
            const std::string& common = {}) const {
    if (more <= 0) return true;
    while (path != "/") {
      path = parent_path(path);
      if (path == common) return true;
      const auto above = nodes_.find(path);
      if (above == nodes_.end() || above->second.name_quota < 0) continue;
      if (names(path) - fewer + more > above->second.name_quota) return false;
    }
    return true;
  }
  bool fits_moved(const std::string& source, const std::string& target) const {
    std::string common = parent_path(target);
    while (common != "/" && !source.starts_with(common + "/")) common = parent_path(common);
    return fits(target, names(source) - names(target), 0, common);
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
  Snapshots snapshots_;
  Counter counter_;
};

}  // namespace mammoth::namenode
