// The records of files being written that changed since the database last wrote its tables. Most
// files are created and closed within one segment of the journal: the journal gets their record,
// and the database neither the record nor the tombstone that would follow it. Reads look here
// first.
//
// Not thread-safe: MetaStore's write mutex guards it. Memory: the records of a segment's files that
// are still open, and some 40 bytes for each open file that the database knows.
#pragma once

#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "namenode/namespace/transaction.h"

namespace mammoth::namenode {

class OpenFileChanges {
 public:
  // At the start: the database holds a record of this file.
  void add_stored(InodeId id) { stored_.insert(id); }

  void put(InodeId id, const OpenFile& file) { changed_[id] = file; }
  void erase(InodeId id);

  // The changed record, null if it did not change. Valid until the next change.
  const OpenFile* find(InodeId id) const;
  // Of a file whose record did not change: whether the database holds one.
  bool stored(InodeId id) const { return stored_.contains(id); }

  // Visits every changed record.
  using Put = std::function<void(InodeId, const OpenFile&)>;
  void visit(const Put& put) const;
  // Visits what the database has to erase, then what it has to put, and forgets it: the database
  // has it.
  void hand_over(const std::function<void(InodeId)>& erase, const Put& put);

 private:
  std::unordered_map<InodeId, OpenFile> changed_;
  std::unordered_set<InodeId> stored_;  // without those in erased_
  std::vector<InodeId> erased_;         // the database still holds them
};

}  // namespace mammoth::namenode
