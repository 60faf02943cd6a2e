// Takes deleted snapshots apart. Deleting a snapshot takes away its record and marks its number,
// which costs the same whatever it holds; its versions are looked through here, a bounded piece at
// a time. A version that an older snapshot still needs becomes that one's; of the others, what
// nobody else sees goes (Hadoop: the cleanSubtree methods). A crash loses nothing: the mark is
// durable.
//
// Not thread-safe; belongs to the one writer of the table.
#pragma once

#include "namenode/namespace/orphan_reclaimer.h"

namespace mammoth::namenode {

class SnapshotPurger {
 public:
  // Looks at up to `max_versions` more. Directories that nobody sees any more become orphans.
  Reclaimed step(const InodeTable& table, const SnapshotRegistry& snapshots,
                 std::size_t max_versions, Transaction& transaction);

 private:
  SnapshotId current_ = kNoSnapshot;
  Locator last_{kNoInode, {}};
};

}  // namespace mammoth::namenode
