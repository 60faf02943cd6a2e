// The seam between the namespace and the store: where inodes are kept.
//
// Two tables exist: MetaStore (namenode/store, RocksDB) and one in memory that can lose its
// unsynced end (tests/support). Reads answer from what is applied, durable or not; whoever lets a
// client see an answer holds it back until the sequence is durable.
//
// Thread-safety: any number of readers at once, or one writer alone; the caller's lock sees to it.
// Failures of the medium are exceptions (StoreError), never a Result.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "namenode/namespace/inode.h"
#include "namenode/namespace/transaction.h"

namespace mammoth::namenode {

// Place of a transaction in the order of the store; 0 stands before everything.
using Sequence = std::uint64_t;

class InodeTable {
 public:
  virtual ~InodeTable() = default;

  // The entry of that name, null if there is none. The root is find_child(kNoInode, "").
  virtual InodePtr find_child(InodeId parent, std::string_view name) const = 0;
  // Where an inode hangs, open files included. Also answers for inodes whose ancestor was deleted
  // and that are not reclaimed yet; names_to() tells the two apart.
  virtual std::optional<Locator> locate(InodeId id) const = 0;
  virtual std::optional<InodeId> block_owner(BlockId id) const = 0;

  // The children after `start_after` (exclusive; "" is before all), in the order of their names as
  // unsigned bytes, until `visit` answers false. What it is given is valid for that call only, the
  // InodePtr excepted. It must not change the table.
  using ChildVisitor = std::function<bool(std::string_view name, const InodePtr& inode)>;
  virtual void scan_children(InodeId parent, std::string_view start_after,
                             const ChildVisitor& visit) const = 0;
  // Current times and number of children.
  virtual DirectoryState directory_state(const Inode& directory) const = 0;

  // The extended attributes of an inode that has some, in the order in which they were set.
  virtual std::vector<XAttr> xattrs(InodeId id) const = 0;

  // All files under construction, and the record of one.
  virtual std::vector<std::pair<InodeId, OpenFile>> open_files() const = 0;
  virtual std::optional<OpenFile> find_open_file(InodeId id) const = 0;
  // The next directory that was deleted and still has to be reclaimed (orphan_reclaimer.h).
  virtual std::optional<InodeId> next_orphan(InodeId after) const = 0;
  // The records whose names begin with `prefix`, from the name `start` on (which begins so too), in
  // the order of their names as unsigned bytes, until `visit` answers false.
  using RecordVisitor = std::function<bool(std::string_view name, std::string_view value)>;
  virtual void scan_records(std::string_view prefix, std::string_view start,
                            const RecordVisitor& visit) const = 0;
  // Which snapshots see what is below that one.
  virtual Coverage orphan_coverage(InodeId directory) const = 0;
  // All snapshots and the directories that may have some. For the start.
  virtual SnapshotRecords snapshots() const = 0;
  // The versions of a directory's entries, from that name and number on (both included).
  virtual void scan_versions(InodeId parent, std::string_view from_name, SnapshotId from,
                             const VersionVisitor& visit) const = 0;
  // The versions that hold an inode, by number.
  virtual std::vector<VersionPlace> versions_of(InodeId id) const = 0;
  // Up to `limit` entries that have a version of that number, after that place.
  virtual std::vector<Locator> versions_numbered(SnapshotId number, const Locator& after,
                                                 std::size_t limit) const = 0;
  // Every id below the mark may have been given out (id_allocator.h).
  virtual std::uint64_t mark(IdMark mark) const = 0;

  // Makes all changes visible at once and lets them be durable at once: after a crash the table
  // holds all the transactions up to some sequence, complete, and none after. Does not wait for
  // durability. A transaction without changes answers the sequence of the last one.
  virtual Sequence apply(Transaction&& transaction) = 0;
};

// Whether a directory has no children; never more than one step of a scan.
bool is_empty_directory(const InodeTable& table, InodeId directory);

// The names from the root down to an inode. Nothing when it does not exist or lost an ancestor.
std::optional<std::vector<std::string>> names_to(const InodeTable& table, InodeId id);
// The same as a path, "" for nothing. For messages.
std::string path_to(const InodeTable& table, InodeId id);

}  // namespace mammoth::namenode
