// The tree as a snapshot saw it, as an inode table for those who only read. Without a snapshot it
// is the table itself.
//
// Thread-safety: that of a reader of the table, which must outlive this, as must the registry.
#pragma once

#include "namenode/namespace/snapshot_registry.h"

namespace mammoth::namenode {

class SnapshotView final : public InodeTable {
 public:
  SnapshotView(const InodeTable& table, const SnapshotRegistry& registry, SnapshotId snapshot)
      : table_(table),
        registry_(registry),
        number_(snapshot),
        snapshot_(snapshot == kNoSnapshot ? nullptr : registry.find(snapshot)) {}

  // As another snapshot saw it, or as it is (kNoSnapshot).
  SnapshotView at(SnapshotId snapshot) const { return {table_, registry_, snapshot}; }
  const SnapshotRegistry& registry() const { return registry_; }

  InodePtr find_child(InodeId parent, std::string_view name) const override;
  void scan_children(InodeId parent, std::string_view start_after,
                     const ChildVisitor& visit) const override;
  DirectoryState directory_state(const Inode& directory) const override;
  std::vector<XAttr> xattrs(InodeId id) const override;

  // As they are in the table.
  std::optional<Locator> locate(InodeId id) const override { return table_.locate(id); }
  std::optional<InodeId> block_owner(BlockId id) const override { return table_.block_owner(id); }
  std::vector<std::pair<InodeId, OpenFile>> open_files() const override {
    return table_.open_files();
  }
  std::optional<OpenFile> find_open_file(InodeId id) const override {
    return table_.find_open_file(id);
  }
  std::optional<InodeId> next_orphan(InodeId after) const override {
    return table_.next_orphan(after);
  }
  void scan_records(std::string_view prefix, std::string_view start,
                    const RecordVisitor& visit) const override {
    table_.scan_records(prefix, start, visit);
  }
  Coverage orphan_coverage(InodeId id) const override { return table_.orphan_coverage(id); }
  SnapshotRecords snapshots() const override { return table_.snapshots(); }
  void scan_versions(InodeId parent, std::string_view from_name, SnapshotId from,
                     const VersionVisitor& visit) const override {
    table_.scan_versions(parent, from_name, from, visit);
  }
  std::vector<VersionPlace> versions_of(InodeId id) const override {
    return table_.versions_of(id);
  }
  std::vector<Locator> versions_numbered(SnapshotId number, const Locator& after,
                                         std::size_t limit) const override {
    return table_.versions_numbered(number, after, limit);
  }
  std::uint64_t mark(IdMark mark) const override { return table_.mark(mark); }
  // Nobody may.
  Sequence apply(Transaction&& transaction) override;

 private:
  InodePtr seen(const InodePtr& inode) const;
  std::optional<EntryVersion> version_of(InodeId id) const;

  const InodeTable& table_;
  const SnapshotRegistry& registry_;
  const SnapshotId number_;
  const Snapshot* const snapshot_;
};

// An entry's first version numbered `from` or more.
struct NumberedVersion {
  SnapshotId number;
  EntryVersion version;
};
std::optional<NumberedVersion> find_version(const InodeTable& table, const Locator& at,
                                            SnapshotId from);
// All of an entry, by number.
std::vector<NumberedVersion> versions_at(const InodeTable& table, const Locator& at);

}  // namespace mammoth::namenode
