// The inode table on disk, over RocksDB and a journal.
//
// A transaction is written to RocksDB's memory, where readers see it at once, and to the frame that
// the journal will write next. One committer thread writes frames, each with one write and one
// sync, however many transactions it holds:
//
//   apply ──▶ memtable + frame ─┐
//   apply ──▶ memtable + frame ─┤  committer: states of directories into the frame, frame to disk,
//   sync apply ──▶ memtable + frame ─┘       └──▶ durable_sequence() advances, listeners are called
//
// Each frame carries whatever arrived during the sync before it, so the disk's latency sets the
// delay of one operation but not the number of operations a second. After a crash the table holds a
// whole number of frames. When a segment of the journal is full, RocksDB's memory is written to
// tables, exactly between two frames, and the segment is used again once that is done.
//
// The times and child counts of directories change with every child; they are collected, and
// written once per frame to the journal and once per table to the database (directory_states.h).
// Nothing is loaded at start but a few counters and the last segment of the journal; memory is
// bounded by the options and does not grow with the number of files.
//
// A transaction may want a place for the answer of its call (AnswerSlot): it is in the same frame,
// and the next start gets the answers of the last few segments (StoreOptions::recovered_answer).
//
// Thread-safety: that of InodeTable; checkpoint(), durable_sequence(), failed(), on_advance(),
// wait_until_durable() and stats() may be called by any thread at any time.
//
// When the disk fails nothing is durable any more: failed() becomes true, apply() throws
// StoreError, and so do reads that meet the error.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "namenode/namespace/inode_table.h"
#include "namenode/store/format.h"
#include "namenode/store/store_error.h"
#include "namenode/store/store_options.h"

namespace mammoth::namenode {

// Counted since the store was opened. puts / transactions is the price of an operation.
struct StoreStats {
  std::uint64_t transactions = 0;
  std::uint64_t puts = 0;
  std::uint64_t erases = 0;
  std::uint64_t directory_puts = 0;  // states of touched directories, in the journal
  std::uint64_t frames = 0;          // of the journal, each with one sync
};

class MetaStore final : public InodeTable {
 public:
  // Opens a formatted name directory, which must be locked by the caller. StoreError when it cannot
  // be read, has a newer format, or the process may not open enough files. The journal is on the
  // system's disk, unless another one is given, which must outlive the store.
  static std::unique_ptr<MetaStore> open(const std::string& name_directory,
                                         const StoreOptions& options, Disk* journal_disk = nullptr);
  // Makes everything durable and writes it to tables, unless the disk failed.
  ~MetaStore() override;

  const FileSystemIdentity& identity() const;

  InodePtr find_child(InodeId parent, std::string_view name) const override;
  std::optional<Locator> locate(InodeId id) const override;
  std::optional<InodeId> block_owner(BlockId id) const override;
  void scan_children(InodeId parent, std::string_view start_after,
                     const ChildVisitor& visit) const override;
  DirectoryState directory_state(const Inode& directory) const override;
  std::vector<XAttr> xattrs(InodeId id) const override;
  std::vector<std::pair<InodeId, OpenFile>> open_files() const override;
  std::optional<OpenFile> find_open_file(InodeId id) const override;
  std::optional<InodeId> next_orphan(InodeId after) const override;
  void scan_records(std::string_view prefix, std::string_view start,
                    const RecordVisitor& visit) const override;
  Coverage orphan_coverage(InodeId directory) const override;
  // Snapshots (meta_store_snapshots.cc).
  SnapshotRecords snapshots() const override;
  void scan_versions(InodeId parent, std::string_view from_name, SnapshotId from,
                     const VersionVisitor& visit) const override;
  std::vector<VersionPlace> versions_of(InodeId id) const override;
  std::vector<Locator> versions_numbered(SnapshotId number, const Locator& after,
                                         std::size_t limit) const override;
  std::uint64_t mark(IdMark mark) const override;
  Sequence apply(Transaction&& transaction) override;

  // Every inode of the table, garbage included, and then every one of a version, in the order of
  // the keys; `visit` gets up to `max_inodes` of them. Answers where to go on, or nothing at the
  // end. Start with an empty cursor. For the scan at start that counts blocks, in steps with the
  // lock released in between.
  using InodeVisitor =
      std::function<void(const Locator& at, const InodePtr& inode, bool is_version)>;
  std::optional<std::string> scan_inodes(const std::string& cursor, std::size_t max_inodes,
                                         const InodeVisitor& visit) const;

  // Writes everything applied so far to the database's tables, so that no start after this one
  // needs the journal that is there now. Blocks for as long as that takes; changes go on meanwhile.
  // StoreError when the disk fails. By any thread.
  void checkpoint();

  // As rpc::DurabilityBarrier has them.
  std::uint64_t durable_sequence() const;
  bool failed() const;
  void on_advance(std::function<void(std::uint64_t)> advanced);
  // Blocks until then; StoreError if that will never be.
  void wait_until_durable(Sequence sequence) const;

  StoreStats stats() const;

 private:
  struct Parts;
  explicit MetaStore(std::unique_ptr<Parts> parts);
  const std::unique_ptr<Parts> parts_;
};

}  // namespace mammoth::namenode
