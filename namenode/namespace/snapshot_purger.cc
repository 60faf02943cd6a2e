#include "namenode/namespace/snapshot_purger.h"

#include <algorithm>

#include "namenode/namespace/snapshot_keeper.h"
#include "namenode/namespace/subtree_usage.h"

namespace mammoth::namenode {

namespace {

// One version of a deleted snapshot on its way out.
class Purge {
 public:
  Purge(const InodeTable& table, const SnapshotRegistry& snapshots, Transaction& transaction,
        Reclaimed& reclaimed)
      : table_(table), snapshots_(snapshots), transaction_(transaction), reclaimed_(reclaimed) {}

  void run(const Locator& at, SnapshotId number) {
    const std::vector<NumberedVersion> versions = versions_at(table_, at);
    const auto found = std::ranges::find(versions, number, &NumberedVersion::number);
    if (found == versions.end()) return;
    const EntryVersion& version = found->version;
    const SnapshotId before = found == versions.begin() ? kNoSnapshot : std::prev(found)->number;
    const SnapshotId heir = snapshots_.latest(version.coverage, number, before);
    const InodePtr after = std::next(found) == versions.end()
                               ? table_.find_child(at.parent, at.name)
                               : std::next(found)->version.inode;
    EraseVersion erase{at, number};
    if (version.inode) erase.inode = version.inode->id;
    transaction_.add(std::move(erase));

    const auto seen = [&](const InodePtr& inode) {
      return heir != kNoSnapshot && inode && snapshots_.is_older(inode->id, heir);
    };
    const bool keeps_inode = seen(version.inode);
    std::vector<NumberedVersion> rest = versions;
    rest.erase(rest.begin() + (found - versions.begin()));
    if (keeps_inode || seen(after)) {
      EntryVersion inherited = version;
      if (!keeps_inode) inherited = {.coverage = version.coverage};
      rest.push_back({heir, inherited});
      transaction_.add(PutVersion{at, heir, std::move(inherited)});
    }
    count_less(at, versions, rest);
    if (version.inode && version.state.usage && !keeps_inode) pass_on_usage(at, version, rest);
    if (version.inode) release(at, number, version, keeps_inode);
  }

 private:
  // The files of the place, for the quotas above.
  void count_less(const Locator& at, const std::vector<NumberedVersion>& before,
                  const std::vector<NumberedVersion>& rest) {
    if (!has_quota_above(table_, at.parent)) return;
    const InodePtr now = table_.find_child(at.parent, at.name);
    charge_above(table_, at.parent, kept_files_usage(now, rest) - kept_files_usage(now, before),
                 transaction_);
  }
  // What a directory counts, to another version of it; or nobody counts it any more.
  void pass_on_usage(const Locator& at, const EntryVersion& version,
                     const std::vector<NumberedVersion>& rest) {
    const auto other = std::ranges::find_if(rest, [&](const NumberedVersion& each) {
      return each.version.inode && each.version.inode->id == version.inode->id &&
             !each.version.state.usage;
    });
    if (other == rest.end())
      return charge_above(table_, at.parent, -*version.state.usage, transaction_);
    EntryVersion taken = other->version;
    taken.state.usage = version.state.usage;
    transaction_.add(PutVersion{at, other->number, std::move(taken)});
  }

  void release(const Locator& at, SnapshotId number, const EntryVersion& version, bool kept) {
    const Inode& inode = *version.inode;
    const auto place = table_.locate(inode.id);
    if (inode.is_directory()) {
      const bool elsewhere = place || kept || table_.versions_of(inode.id).size() > 1;
      if (place) return;
      PutOrphan orphan{inode.id};
      if (elsewhere)
        orphan.coverage = snapshots_.closed(snapshots_.descend(version.coverage, inode));
      transaction_.add(std::move(orphan));
      reclaimed_.more = true;
      return;
    }
    if (kept) return;
    const VersionPlace self{number, at};
    KeptBlocks held = blocks_in_versions(table_, inode.id, &self);
    if (place)
      if (const InodePtr live = table_.find_child(place->parent, place->name)) {
        for (const Block& block : live->blocks) held.insert(block.id);
        hold_truncation_source(table_, *live, held);
      }
    for (const Block& block : inode.blocks) {
      // A block of two files that were joined belongs to the one that has it now.
      if (held.contains(block.id) || table_.block_owner(block.id) != inode.id) continue;
      transaction_.add(EraseBlockOwner{block.id});
      reclaimed_.blocks.push_back(block);
    }
  }

  const InodeTable& table_;
  const SnapshotRegistry& snapshots_;
  Transaction& transaction_;
  Reclaimed& reclaimed_;
};

}  // namespace

Reclaimed SnapshotPurger::step(const InodeTable& table, const SnapshotRegistry& snapshots,
                               std::size_t max_versions, Transaction& transaction) {
  Reclaimed reclaimed;
  if (snapshots.deleted().empty()) return reclaimed;
  const SnapshotId oldest = *snapshots.deleted().begin();
  if (current_ != oldest) {
    current_ = oldest;
    last_ = {kNoInode, {}};
  }
  const std::vector<Locator> places = table.versions_numbered(current_, last_, max_versions);
  for (const Locator& at : places)
    Purge(table, snapshots, transaction, reclaimed).run(at, current_);
  if (places.size() < max_versions) {
    transaction.add(EraseDeletedSnapshot{current_});
    current_ = kNoSnapshot;
  } else {
    last_ = places.back();
  }
  return reclaimed;
}

}  // namespace mammoth::namenode
