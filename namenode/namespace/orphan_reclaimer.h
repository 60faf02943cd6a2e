// The garbage collector of deleted directories. Deleting a directory takes its entry away and marks
// its id as an orphan, which costs the same for any size; what was below is taken apart here, a
// bounded piece at a time, with other work in between. A crash loses nothing: what is not reclaimed
// yet is still marked.
//
// A child directory becomes an orphan of its own, so that no piece ever follows a path downwards.
//
// Where snapshots see the directory, what they see stays: those entries remain as they are,
// reachable through the snapshot alone, and only what is younger goes.
#pragma once

#include <string>
#include <vector>

#include "namenode/namespace/snapshot_registry.h"
#include "namenode/namespace/transaction.h"

namespace mammoth::namenode {

// What a piece of work set free; to be acted on after its transaction is applied.
struct Reclaimed {
  bool more = false;                // there are orphans left
  std::vector<Block> blocks;        // no longer in the namespace
  std::vector<InodeId> open_files;  // their leases end
};

// Not thread-safe; belongs to the one writer of the table.
class OrphanReclaimer {
 public:
  // Takes up to about `max_records` files, directories and blocks away, through `transaction`,
  // which must be applied.
  Reclaimed step(const InodeTable& table, const SnapshotRegistry& snapshots,
                 std::size_t max_records, Transaction& transaction);

 private:
  // False when max_records ran out before the children of current_ did.
  bool take_children(const InodeTable& table, const SnapshotRegistry& snapshots,
                     std::size_t& max_records, Transaction& transaction, Reclaimed& reclaimed);

  // The orphan being taken apart, or the one before; the next is looked for behind it. And where
  // the work on it stands: a scan from the beginning would step over all that was erased already.
  InodeId current_ = kNoInode;
  bool in_progress_ = false;
  Coverage coverage_;  // of its children
  std::string last_name_;
};

}  // namespace mammoth::namenode
