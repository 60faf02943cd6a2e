#include "namenode/namespace/subtree_usage.h"

#include <algorithm>
#include <map>
#include <set>

#include "namenode/namespace/quota.h"

namespace mammoth::namenode {

namespace {

struct WaitingDirectory {
  InodePtr directory;
  std::uint8_t policy;  // in force there; the top's own does not count
};

std::uint8_t policy_below(const Inode& child, std::uint8_t above) {
  return child.storage_policy != 0 ? child.storage_policy : above;
}

// The newest snapshot that sees a version, whose own one may be deleted already.
SnapshotId seen_by(const SnapshotRegistry& snapshots, const std::vector<NumberedVersion>& versions,
                   std::size_t index) {
  const SnapshotId before = index == 0 ? kNoSnapshot : versions[index - 1].number;
  return snapshots.latest(versions[index].version.coverage, versions[index].number + 1, before);
}

// What directories count that only versions of this place have. With `record`, of those too that
// did not count up to now.
Usage kept_directories_usage(const UsageTables& tables, const Locator& at, const InodePtr& now,
                             const std::vector<NumberedVersion>& versions, Transaction* record) {
  Usage sum;
  std::set<InodeId> counted;
  if (now) counted.insert(now->id);
  for (const NumberedVersion& each : versions) {
    if (!each.version.inode || !each.version.state.usage) continue;
    sum += *each.version.state.usage;
    counted.insert(each.version.inode->id);
  }
  for (std::size_t index = versions.size(); record != nullptr && index-- > 0;) {
    const NumberedVersion& each = versions[index];
    const InodePtr& inode = each.version.inode;
    const SnapshotId snapshot = seen_by(tables.snapshots, versions, index);
    if (!inode || !inode->is_directory() || !tables.snapshots.is_older(inode->id, snapshot))
      continue;
    if (!counted.insert(inode->id).second) continue;
    EntryVersion said = each.version;
    said.state.usage = usage_in_snapshot(tables, inode, snapshot);
    sum += *said.state.usage;
    record->add(PutVersion{at, each.number, std::move(said)});
  }
  return sum;
}

// What versions hold of a directory's entries.
Usage kept_usage(const UsageTables& tables, InodeId directory, Transaction* record) {
  Usage sum;
  Locator at{directory, {}};
  std::vector<NumberedVersion> versions;
  const auto add_place = [&] {
    if (versions.empty()) return;
    const InodePtr now = tables.table.find_child(directory, at.name);
    sum += kept_files_usage(now, versions);
    sum += kept_directories_usage(tables, at, now, versions, record);
    versions.clear();
  };
  tables.table.scan_versions(
      directory, {}, kNoSnapshot,
      [&](std::string_view name, SnapshotId number, const EntryVersion& version) {
        if (name != at.name) {
          add_place();
          at.name = name;
        }
        versions.push_back({number, version});
        return true;
      });
  add_place();
  return sum;
}

std::vector<InodePtr> chain_above(const InodeTable& table, InodeId directory) {
  std::vector<InodePtr> chain;
  for (;;) {
    const bool is_root = directory == kRootInodeId;
    const auto place = is_root ? std::optional(Locator{kNoInode, {}}) : table.locate(directory);
    if (!place) return {};
    InodePtr inode = table.find_child(place->parent, place->name);
    if (!inode || inode->id != directory) return {};
    chain.push_back(std::move(inode));
    if (is_root) return chain;
    directory = place->parent;
  }
}

}  // namespace

Usage kept_files_usage(const InodePtr& now, const std::vector<NumberedVersion>& versions) {
  struct Kept {
    Inode file;
    std::map<BlockId, Block> blocks;  // other than those the file has now
  };
  std::map<InodeId, Kept> kept;
  for (const NumberedVersion& each : versions) {
    const InodePtr& inode = each.version.inode;
    if (!inode || inode->is_directory()) continue;
    const bool is_now = now && now->id == inode->id;
    Kept& one = kept.try_emplace(inode->id, Kept{is_now ? *now : *inode, {}}).first->second;
    one.file.replication = std::max(one.file.replication, inode->replication);
    for (const Block& block : inode->blocks) {
      Block& known = one.blocks.try_emplace(block.id, block).first->second;
      if (known.length_bytes < block.length_bytes) known = block;
    }
  }
  Usage sum;
  for (auto& [id, one] : kept) {
    const bool is_now = now && now->id == id;
    Inode& file = one.file;
    if (!is_now) {
      file.blocks.clear();
      file.under_construction = false;
    }
    for (const Block& block : file.blocks) one.blocks.erase(block.id);
    if (file.blocks.empty()) file.under_construction = false;
    for (const auto& [block_id, block] : one.blocks) file.blocks.insert(file.blocks.begin(), block);
    sum += usage_of(file);
    if (is_now) sum += -usage_of(*now);
  }
  return sum;
}

Usage usage_in_snapshot(const UsageTables& tables, const InodePtr& directory,
                        SnapshotId snapshot) {
  const SnapshotView view(tables.table, tables.snapshots, snapshot);
  Usage sum;
  std::vector<WaitingDirectory> waiting{{directory, directory->storage_policy}};
  while (!waiting.empty()) {
    const auto [next, policy] = std::move(waiting.back());
    waiting.pop_back();
    sum += under_policy(usage_of(*next), policy);
    view.scan_children(next->id, {}, [&](std::string_view, const InodePtr& child) {
      if (child->is_directory())
        waiting.push_back({child, policy_below(*child, policy)});
      else
        sum += under_policy(usage_of(*child), policy);
      return true;
    });
  }
  return sum;
}

Usage subtree_usage(const UsageTables& tables, const InodePtr& top, Transaction* record) {
  if (!top->is_directory()) return usage_of(*top);
  return under_policy(content_usage(tables, top, record), top->storage_policy);
}

Usage content_usage(const UsageTables& tables, const InodePtr& top, Transaction* record) {
  const InodeTable& table = tables.table;
  if (top->quota) return table.directory_state(*top).usage.value_or(Usage{});
  const bool has_versions = !tables.snapshots.idle();
  Usage sum;
  std::vector<WaitingDirectory> waiting{{top, 0}};
  while (!waiting.empty()) {
    const auto [directory, policy] = std::move(waiting.back());
    waiting.pop_back();
    if (directory->quota) {
      sum += under_policy(table.directory_state(*directory).usage.value_or(Usage{}), policy);
      continue;
    }
    sum += usage_of(*directory);
    table.scan_children(directory->id, {}, [&](std::string_view, const InodePtr& child) {
      if (child->is_directory())
        waiting.push_back({child, policy_below(*child, policy)});
      else
        sum += under_policy(usage_of(*child), policy);
      return true;
    });
    if (has_versions) sum += under_policy(kept_usage(tables, directory->id, record), policy);
  }
  return sum;
}

void charge_above(const InodeTable& table, InodeId directory, const Usage& change,
                  Transaction& transaction) {
  if (change == Usage{}) return;
  Usage seen = change;
  for (const InodePtr& inode : chain_above(table, directory)) {
    if (inode->quota) transaction.add(TouchDirectory{.directory = inode->id, .usage_delta = seen});
    seen = under_policy(seen, inode->storage_policy);
  }
}

bool has_quota_above(const InodeTable& table, InodeId directory) {
  const std::vector<InodePtr> chain = chain_above(table, directory);
  return std::ranges::any_of(chain, [](const InodePtr& inode) { return static_cast<bool>(inode->quota); });
}

}  // namespace mammoth::namenode
