#include "namenode/namespace/orphan_reclaimer.h"

#include <algorithm>

#include "namenode/namespace/entry.h"

namespace mammoth::namenode {

Reclaimed OrphanReclaimer::step(const InodeTable& table, std::size_t max_records,
                                Transaction& transaction) {
  Reclaimed reclaimed;
  const bool from_start = current_ == kNoInode;
  while (max_records > 0) {
    if (!in_progress_) {
      const auto next = table.next_orphan(current_);
      if (!next) break;
      current_ = *next;
      last_name_.clear();
      in_progress_ = true;
    }
    if (!take_children(table, max_records, transaction, reclaimed)) {
      reclaimed.more = true;
      return reclaimed;
    }
    transaction.add(EraseOrphan{current_});
    transaction.add(EraseDirectoryState{current_});
    in_progress_ = false;
    if (max_records > 0) --max_records;
  }
  // Orphans with smaller ids, and those that this very step made, are found from the start.
  reclaimed.more = !transaction.empty() || !from_start;
  if (max_records > 0) current_ = kNoInode;
  return reclaimed;
}

bool OrphanReclaimer::take_children(const InodeTable& table, std::size_t& max_records,
                                    Transaction& transaction, Reclaimed& reclaimed) {
  bool finished = true;
  table.scan_children(current_, last_name_, [&](std::string_view name, const InodePtr& child) {
    if (max_records == 0) return finished = false;
    max_records -= std::min(max_records, 1 + child->blocks.size());
    Locator at{current_, std::string(name)};
    if (child->is_file()) {
      erase_file(std::move(at), *child, transaction, reclaimed.blocks, reclaimed.open_files);
    } else {
      transaction.add(EraseInode{std::move(at)});
      transaction.add(EraseLocator{child->id});
      if (child->has_xattrs) transaction.add(EraseXAttrs{child->id});
      transaction.add(PutOrphan{child->id});
    }
    last_name_ = name;
    return true;
  });
  return finished;
}

}  // namespace mammoth::namenode
