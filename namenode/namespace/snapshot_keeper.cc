#include "namenode/namespace/snapshot_keeper.h"

#include <algorithm>
#include <map>

#include "namenode/namespace/subtree_usage.h"

namespace mammoth::namenode {

namespace {

using Place = std::pair<InodeId, std::string>;

// What a transaction does to one entry.
struct EntryChange {
  InodePtr before;
  InodePtr after;
};

// The writer adds blocks, or says how long they are: a snapshot follows an open file until it is
// closed.
bool only_grows(const EntryChange& change) {
  const InodePtr& before = change.before;
  const InodePtr& after = change.after;
  if (!before || !after || before == after || !before->under_construction ||
      !after->under_construction)
    return false;
  Inode same = *after;
  same.blocks = before->blocks;
  return same == *before;
}

// What a snapshot sees of a file that is being written: the blocks so far, of the lengths they
// have.
InodePtr as_closed(const EntryChange& change) {
  const InodePtr& before = change.before;
  if (!before->under_construction) return before;
  Inode closed = *before;
  closed.under_construction = false;
  if (change.after && change.after->id == before->id && !change.after->under_construction)
    closed.blocks = change.after->blocks;
  else if (!closed.blocks.empty() && closed.blocks.back().length_bytes == 0)
    closed.blocks.pop_back();
  return std::make_shared<const Inode>(std::move(closed));
}

bool only_accessed(const EntryChange& change) {
  const InodePtr& before = change.before;
  const InodePtr& after = change.after;
  if (!before || !after || before == after || !before->is_file()) return false;
  Inode same = *after;
  same.access_time_ms = before->access_time_ms;
  return same == *before;
}

class Keeper {
 public:
  Keeper(const InodeTable& table, const SnapshotRegistry& registry, Transaction& transaction,
         bool skip_access_times)
      : table_(table),
        registry_(registry),
        transaction_(transaction),
        skip_access_times_(skip_access_times) {}

  KeptBlocks run() {
    collect();
    for (const auto& [place, change] : changes_) keep_version(place, change);
    for (const auto& [place, change] : changes_) charge_kept(place, change);
    mark_moved();
    cover_orphans();
    keep_blocks();
    for (auto& version : versions_) transaction_.add(std::move(version));
    return std::move(kept_);
  }

 private:
  EntryChange& change_at(const Locator& at) {
    const auto [it, is_new] = changes_.try_emplace({at.parent, at.name});
    if (is_new) it->second.before = it->second.after = table_.find_child(at.parent, at.name);
    return it->second;
  }
  void touch(InodeId id) {
    if (id == kRootInodeId) return;
    if (const auto at = table_.locate(id)) change_at(*at);
  }

  void collect() {
    for (const Change& change : transaction_.changes()) {
      if (const auto* put = std::get_if<PutInode>(&change))
        change_at(put->at).after = put->inode;
      else if (const auto* erase = std::get_if<EraseInode>(&change))
        change_at(erase->at).after = nullptr;
      else if (const auto* put_xattrs = std::get_if<PutXAttrs>(&change))
        touch(put_xattrs->id);
      else if (const auto* erase_xattrs = std::get_if<EraseXAttrs>(&change))
        touch(erase_xattrs->id);
      else if (const auto* state = std::get_if<TouchDirectory>(&change))
        if (matters(*state)) touch(state->directory);
    }
  }

  bool matters(const TouchDirectory& touched) const {
    if (touched.child_delta != 0) return true;
    if (!touched.modification_time_ms && !touched.access_time_ms) return false;
    if (!skip_access_times_ || !touched.access_time_ms) return true;
    // Times that are set by hand are set both.
    const auto at = table_.locate(touched.directory);
    const InodePtr inode = at ? table_.find_child(at->parent, at->name) : nullptr;
    if (!inode) return true;
    const DirectoryState now = table_.directory_state(*inode);
    return touched.modification_time_ms != now.modification_time_ms ||
           touched.access_time_ms == now.access_time_ms;
  }

  const Coverage& coverage(InodeId parent) {
    const auto [it, is_new] = coverages_.try_emplace(parent);
    if (is_new) it->second = coverage_of(table_, registry_, parent);
    return it->second;
  }

  void keep_version(const Place& place, const EntryChange& change) {
    if (place.first == kNoInode) return;
    const SnapshotId latest = registry_.latest(coverage(place.first));
    if (latest == kNoSnapshot || only_grows(change)) return;
    if (skip_access_times_ && only_accessed(change)) return;
    const auto seen = [&](const InodePtr& inode) {
      return inode && registry_.is_older(inode->id, latest) ? inode : nullptr;
    };
    const InodePtr before = seen(change.before);
    if (!before && !seen(change.after)) return;
    const Locator at{place.first, place.second};
    if (find_version(table_, at, latest)) return;
    PutVersion put{at, latest, {.inode = before, .coverage = coverage(place.first)}};
    if (before) {
      put.version.inode = as_closed(change);
      if (before->is_directory()) put.version.state = table_.directory_state(*before);
      put.version.state.usage.reset();  // that is for what it counts once it has gone
      if (before->has_xattrs) put.version.xattrs = table_.xattrs(before->id);
    }
    versions_.push_back(std::move(put));
  }

  // The quotas above go on counting what leaves the tree but not the snapshots.
  void charge_kept(const Place& place, const EntryChange& change) {
    if (place.first == kNoInode || !has_quota_above(table_, place.first)) return;
    const Locator at{place.first, place.second};
    std::vector<NumberedVersion> versions = versions_at(table_, at);
    Usage delta = -kept_files_usage(change.before, versions);
    for (const PutVersion& put : versions_)
      if (put.at == at) versions.push_back({put.number, put.version});
    delta += kept_files_usage(change.after, versions);
    const bool leaves = change.before && change.before->is_directory() &&
                        (!change.after || change.after->id != change.before->id);
    if (leaves) delta += keep_directory(at, change.before, versions);
    charge_above(table_, place.first, delta, transaction_);
  }

  // Says in the version of a directory what it counts from now on.
  Usage keep_directory(const Locator& at, const InodePtr& directory,
                       const std::vector<NumberedVersion>& versions) {
    const SnapshotId latest = registry_.latest(coverage(at.parent));
    if (latest == kNoSnapshot) return {};
    const auto found = std::ranges::find_if(versions, [&](const NumberedVersion& each) {
      return each.number >= latest && each.version.inode &&
             each.version.inode->id == directory->id && !each.version.state.usage;
    });
    if (found == versions.end()) return {};
    const Usage usage = usage_in_snapshot({table_, registry_}, directory, latest);
    const auto pending = std::ranges::find_if(versions_, [&](const PutVersion& put) {
      return put.at == at && put.number == found->number;
    });
    if (pending == versions_.end()) {
      versions_.push_back({at, found->number, found->version});
      versions_.back().version.state.usage = usage;
    } else {
      pending->version.state.usage = usage;
    }
    return usage;
  }

  // Directories that change their place take the coverage of the old one along.
  void mark_moved() {
    for (Change& change : transaction_.changes()) {
      auto* put = std::get_if<PutInode>(&change);
      if (put == nullptr || !put->inode->is_directory()) continue;
      const auto from = std::ranges::find_if(changes_, [&](const auto& other) {
        return other.second.before && other.second.before->id == put->inode->id &&
               other.first != Place(put->at.parent, put->at.name);
      });
      if (from == changes_.end()) continue;
      Inode unmarked = *put->inode;
      unmarked.moved = {};
      const Coverage there = registry_.descend(coverage(from->first.first), *put->inode);
      const Coverage here = registry_.descend(coverage(put->at.parent), unmarked);
      if (there != here) {
        Coverage past = registry_.closed(there);
        std::erase_if(past, [&](const auto& segment) { return segment.root == put->inode->id; });
        if (!past.empty() || registry_.latest(here) != kNoSnapshot)
          unmarked.moved = MovedMark{std::move(past), registry_.next_id()};
      }
      if (unmarked.moved == put->inode->moved) continue;
      put->inode = std::make_shared<const Inode>(std::move(unmarked));
    }
  }

  void cover_orphans() {
    for (Change& change : transaction_.changes()) {
      auto* orphan = std::get_if<PutOrphan>(&change);
      if (orphan == nullptr || !orphan->coverage.empty()) continue;
      for (const auto& [place, entry] : changes_)
        if (entry.before && entry.before->id == orphan->directory)
          orphan->coverage =
              registry_.closed(registry_.descend(coverage(place.first), *entry.before));
    }
  }

  void keep_blocks() {
    KeptBlocks held;
    for (const auto& [place, change] : changes_) {
      if (!change.before || !change.before->is_file() || change.before->blocks.empty()) continue;
      held.merge(blocks_in_versions(table_, change.before->id));
    }
    for (const PutVersion& put : versions_)
      if (put.version.inode)
        for (const Block& block : put.version.inode->blocks) held.insert(block.id);
    if (held.empty()) return;
    std::erase_if(transaction_.changes(), [&](const Change& change) {
      const auto* erase = std::get_if<EraseBlockOwner>(&change);
      if (erase == nullptr || !held.contains(erase->block)) return false;
      kept_.insert(erase->block);
      return true;
    });
  }

  const InodeTable& table_;
  const SnapshotRegistry& registry_;
  Transaction& transaction_;
  const bool skip_access_times_;
  std::map<Place, EntryChange> changes_;
  std::map<InodeId, Coverage> coverages_;
  std::vector<PutVersion> versions_;
  KeptBlocks kept_;
};

}  // namespace

KeptBlocks preserve(const InodeTable& table, const SnapshotRegistry& registry,
                    Transaction& transaction, bool skip_access_times) {
  if (registry.idle() || transaction.empty()) return {};
  return Keeper(table, registry, transaction, skip_access_times).run();
}

InodePtr captured(const Inode& open_file) {
  return as_closed({.before = std::make_shared<const Inode>(open_file), .after = nullptr});
}

KeptBlocks blocks_in_versions(const InodeTable& table, InodeId file, const VersionPlace* except) {
  KeptBlocks blocks;
  for (const VersionPlace& place : table.versions_of(file)) {
    if (except != nullptr && except->number == place.number && except->at == place.at) continue;
    const auto found = find_version(table, place.at, place.number);
    if (!found || !found->version.inode) continue;
    for (const Block& block : found->version.inode->blocks) blocks.insert(block.id);
  }
  return blocks;
}

void hold_truncation_source(const InodeTable& table, const Inode& file, KeptBlocks& blocks) {
  if (!file.under_construction) return;
  const auto open_file = table.find_open_file(file.id);
  if (open_file && open_file->truncate_source) blocks.insert(open_file->truncate_source->id);
}

bool is_in_latest_snapshot(const InodeTable& table, const SnapshotRegistry& registry,
                           const Coverage& coverage, const Locator& at, InodeId inode) {
  const SnapshotId latest = registry.latest(coverage);
  if (latest == kNoSnapshot || !registry.is_older(inode, latest)) return false;
  const auto version = find_version(table, at, latest);
  return !version || (version->version.inode && version->version.inode->id == inode);
}

}  // namespace mammoth::namenode
