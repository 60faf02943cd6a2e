// What a Namesystem shows of its namespace, as the model has it; and that it does not contradict
// itself.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "namenode/namespace/subtree_usage.h"
#include "namenode/system/namesystem.h"
#include "tests/sim/namespace_model.h"

namespace mammoth::namenode {

// The tree below `path`, whose nodes are called `prefix` and what follows.
inline void observe_tree(const Namesystem& system, const Caller& caller, const std::string& path,
                         const std::string& prefix, const InodeStatus& status,
                         NamespaceModel::Nodes& nodes, std::set<InodeId>& ids) {
  const Inode& inode = *status.inode;
  EXPECT_TRUE(ids.insert(inode.id).second) << path << " has the id of another";
  nodes[prefix] = model_of(status);
  if (!inode.is_directory()) return;
  const auto page = *system.get_listing(caller, path, "", false);
  EXPECT_EQ(status.directory.child_count, page->entries.size()) << path;
  const std::string above = prefix == "/" ? "" : prefix;
  for (const FileStatus& child : page->entries)
    observe_tree(system, caller, (path == "/" ? "" : path) + "/" + child.status.name,
                 above + "/" + child.status.name, child.status, nodes, ids);
}

// What a subtree counts for quotas; `anew`: whatever its top says it has counted.
inline std::int64_t count_names(const Namesystem& system, const InodeTable& table,
                                const Caller& caller, const std::string& path, bool anew) {
  Inode top = *(*system.get_file_info(caller, path, false))->status.inode;
  if (anew) top.quota = {};
  const SnapshotRegistry snapshots(table);
  return subtree_usage({table, snapshots}, std::make_shared<const Inode>(std::move(top))).names;
}

inline NamespaceModel observe_namespace(const Namesystem& system, const Caller& caller,
                                        std::set<InodeId>& used_ids,
                                        const NamespaceModel::Counter& recount) {
  const auto status = [&](const std::string& path) {
    return (*system.get_file_info(caller, path, false))->status;
  };
  NamespaceModel::Nodes nodes;
  std::set<InodeId> ids;
  observe_tree(system, caller, "/", "/", status("/"), nodes, ids);
  const OpenFilePage open = *system.list_open_files(caller, InodeId(0), "/");
  for (const OpenFileEntry& file : open.entries) {
    EXPECT_TRUE(nodes.contains(file.path)) << "a lease on " << file.path;
    nodes[file.path].writer = file.holder;
  }
  used_ids.insert(ids.begin(), ids.end());

  NamespaceModel::Snapshots snapshots;
  for (const auto& [path, node] : nodes) {
    if (!node.snapshottable) continue;
    const auto listed = *system.get_listing(caller, path + "/.snapshot", "", false);
    for (const FileStatus& snapshot : listed->entries) {
      const std::string place = path + "/.snapshot/" + snapshot.status.name;
      std::set<InodeId> seen;
      observe_tree(system, caller, place, "", status(place), snapshots[place], seen);
      for (auto& [name, old] : snapshots[place]) EXPECT_FALSE(old.writer) << place << name;
    }
  }
  const NamespaceModel found(nodes, snapshots);
  for (const auto& [path, node] : nodes) {
    if (node.name_quota < 0) continue;
    const auto counted = *system.get_counted_usage(caller, path);
    EXPECT_EQ(counted->usage.names, recount(path)) << path << " is counted wrongly";
    EXPECT_GE(counted->usage.names, found.names(path)) << path << " is counted wrongly";
  }
  return found;
}

// Of one tree; `place` is before every path.
inline void report_tree_differences(const std::string& place, NamespaceModel::Nodes expected,
                                    const NamespaceModel::Nodes& found) {
  for (const auto& [path, node] : found) {
    const auto same = expected.find(path);
    if (same == expected.end())
      ADD_FAILURE() << place << path << " was not there: " << node;
    else
      EXPECT_EQ(node, same->second) << place << path;
    expected.erase(path);
  }
  for (const auto& [path, node] : expected)
    ADD_FAILURE() << place << path << " is missing: " << node;
}

}  // namespace mammoth::namenode
