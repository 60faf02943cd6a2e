#include "namenode/namespace/orphan_reclaimer.h"

#include <algorithm>

#include "namenode/namespace/entry.h"
#include "namenode/namespace/snapshot_keeper.h"
#include "namenode/namespace/snapshot_view.h"

namespace mammoth::namenode {

namespace {

// The lease of an open file ends; what is written of it stays.
void close_kept(Locator at, const Inode& file, Transaction& transaction, Reclaimed& reclaimed) {
  if (!file.under_construction) return;
  Inode closed = file;
  closed.under_construction = false;
  if (!closed.blocks.empty() && closed.blocks.back().length_bytes == 0) {
    transaction.add(EraseBlockOwner{closed.blocks.back().id});
    reclaimed.blocks.push_back(closed.blocks.back());
    closed.blocks.pop_back();
  }
  transaction.add(EraseOpenFile{file.id});
  transaction.add(PutLocator{file.id, at});
  transaction.add(PutInode{std::move(at), std::make_shared<const Inode>(std::move(closed))});
  reclaimed.open_files.push_back(file.id);
}

}  // namespace

Reclaimed OrphanReclaimer::step(const InodeTable& table, const SnapshotRegistry& snapshots,
                                std::size_t max_records, Transaction& transaction) {
  Reclaimed reclaimed;
  const bool from_start = current_ == kNoInode;
  while (max_records > 0) {
    if (!in_progress_) {
      const auto next = table.next_orphan(current_);
      if (!next) break;
      current_ = *next;
      coverage_ = table.orphan_coverage(current_);
      last_name_.clear();
      in_progress_ = true;
    }
    if (!take_children(table, snapshots, max_records, transaction, reclaimed)) {
      reclaimed.more = true;
      return reclaimed;
    }
    transaction.add(EraseOrphan{current_});
    // A directory that kept its entry is one that a snapshot sees.
    if (!table.locate(current_)) transaction.add(EraseDirectoryState{current_});
    in_progress_ = false;
    if (max_records > 0) --max_records;
  }
  // Orphans with smaller ids, and those that this very step made, are found from the start.
  reclaimed.more = !transaction.empty() || !from_start;
  if (max_records > 0) current_ = kNoInode;
  return reclaimed;
}

bool OrphanReclaimer::take_children(const InodeTable& table, const SnapshotRegistry& snapshots,
                                    std::size_t& max_records, Transaction& transaction,
                                    Reclaimed& reclaimed) {
  bool finished = true;
  const bool no_snapshots = snapshots.idle();
  const SnapshotId latest = no_snapshots ? kNoSnapshot : snapshots.latest(coverage_);
  table.scan_children(current_, last_name_, [&](std::string_view name, const InodePtr& child) {
    if (max_records == 0) return finished = false;
    max_records -= std::min(max_records, 1 + child->blocks.size());
    Locator at{current_, std::string(name)};
    const bool kept = latest != kNoSnapshot && snapshots.is_older(child->id, latest) &&
                      !find_version(table, at, latest);
    if (child->is_directory()) {
      PutOrphan orphan{child->id};
      if (!no_snapshots) orphan.coverage = snapshots.closed(snapshots.descend(coverage_, *child));
      transaction.add(std::move(orphan));
      if (!kept) {
        transaction.add(EraseInode{std::move(at)});
        transaction.add(EraseLocator{child->id});
        if (child->has_xattrs) transaction.add(EraseXAttrs{child->id});
      }
    } else if (kept) {
      close_kept(std::move(at), *child, transaction, reclaimed);
    } else {
      const KeptBlocks held = no_snapshots ? KeptBlocks() : blocks_in_versions(table, child->id);
      erase_file(std::move(at), *child, transaction, reclaimed.blocks, reclaimed.open_files, held);
    }
    last_name_ = name;
    return true;
  });
  return finished;
}

}  // namespace mammoth::namenode
