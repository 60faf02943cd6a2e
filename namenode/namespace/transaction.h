// The changes that one operation makes to the inode table, in order. Building one changes nothing;
// dropping one is how an operation that found a reason to refuse half-way undoes itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/base/answer_slot.h"
#include "namenode/namespace/snapshot.h"

namespace mammoth::namenode {

// The counters whose reserved ranges are durable.
enum class IdMark : std::uint8_t { kInode = 0, kBlock = 1, kGenerationStamp = 2, kSnapshot = 3 };
inline constexpr std::size_t kIdMarks = 4;

// One change each; a later one of a transaction wins over an earlier one of the same key.
struct PutInode {
  Locator at;
  InodePtr inode;
};
struct EraseInode {
  Locator at;
};
struct PutLocator {  // of directories and closed files
  InodeId id;
  Locator locator;
};
struct EraseLocator {
  InodeId id;
};
struct PutOpenFile {  // takes the place of the locator while the file is open
  InodeId id;
  OpenFile open_file;
};
struct EraseOpenFile {
  InodeId id;
};
struct PutBlockOwner {
  BlockId block;
  InodeId owner;
};
struct EraseBlockOwner {
  BlockId block;
};
// A directory that lost its entry: everything below it is garbage that is reclaimed in the
// background, but for what the snapshots of `coverage` see.
struct PutOrphan {
  InodeId directory;
  Coverage coverage{};
};
struct EraseOrphan {
  InodeId directory;
};
// Children came or went, or the times were set by hand (both, then). Costs no put of its own: the
// store writes the final state of every touched directory once per sync.
struct TouchDirectory {
  InodeId directory;
  std::optional<std::int64_t> modification_time_ms{};
  std::optional<std::int64_t> access_time_ms{};
  std::int64_t child_delta = 0;
  // Of a directory with a quota: what it holds, counted anew, and by how much that changed.
  std::optional<Usage> usage{};
  Usage usage_delta{};
};
// The directory is gone for good, and with it what was touched.
struct EraseDirectoryState {
  InodeId directory;
};
struct PutXAttrs {
  InodeId id;
  std::vector<XAttr> xattrs;
};
struct EraseXAttrs {
  InodeId id;
};
// What the namesystem keeps beside the tree: cache pools, erasure coding policies and the like, by
// a name of its own making.
struct PutRecord {
  std::string name;
  std::string value;
};
struct EraseRecord {
  std::string name;
};
// Many at once, for the price of one: those from `prefix` on whose name is less than `end`.
struct EraseRecords {
  std::string prefix;
  std::string end;
};
struct PutIdMark {
  IdMark mark;
  std::uint64_t value = 0;
};
// What snapshots keep (snapshot.h).
struct PutSnapshottable {
  InodeId directory;
  std::uint64_t quota = 0;
};
struct EraseSnapshottable {
  InodeId directory;
};
struct PutSnapshot {
  InodeId directory;
  Snapshot snapshot;
};
struct EraseSnapshot {
  InodeId directory;
  SnapshotId id = kNoSnapshot;
};
struct PutVersion {
  Locator at;
  SnapshotId number = kNoSnapshot;
  EntryVersion version;
};
struct EraseVersion {
  Locator at;
  SnapshotId number = kNoSnapshot;
  std::optional<InodeId> inode{};  // the version's
};
// A deleted snapshot whose versions have to be looked through.
struct PutDeletedSnapshot {
  SnapshotId id = kNoSnapshot;
};
struct EraseDeletedSnapshot {
  SnapshotId id = kNoSnapshot;
};

using Change =
    std::variant<PutInode, EraseInode, PutLocator, EraseLocator, PutOpenFile, EraseOpenFile,
                 PutBlockOwner, EraseBlockOwner, PutOrphan, EraseOrphan, TouchDirectory,
                 EraseDirectoryState, PutXAttrs, EraseXAttrs, PutRecord, EraseRecord, EraseRecords,
                 PutIdMark, PutSnapshottable, EraseSnapshottable, PutSnapshot, EraseSnapshot,
                 PutVersion, EraseVersion, PutDeletedSnapshot, EraseDeletedSnapshot>;

class Transaction {
 public:
  void add(Change change) { changes_.push_back(std::move(change)); }
  // The two changes every entry needs.
  void touch(InodeId directory, std::int64_t modification_time_ms, std::int64_t child_delta) {
    add(TouchDirectory{directory, modification_time_ms, std::nullopt, child_delta});
  }

  const std::vector<Change>& changes() const { return changes_; }
  std::vector<Change>& changes() { return changes_; }
  bool empty() const { return changes_.empty(); }

  // Whoever applies it may put there a place for the answer of the call that it belongs to.
  void want_answer(AnswerSlotPtr* slot) { answer_slot_ = slot; }
  AnswerSlotPtr* answer_slot() const { return answer_slot_; }

 private:
  std::vector<Change> changes_;
  AnswerSlotPtr* answer_slot_ = nullptr;
};

}  // namespace mammoth::namenode
