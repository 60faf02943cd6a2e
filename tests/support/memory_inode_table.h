// An inode table in memory that can lose its unsynced end, for tests and the simulation.
#pragma once

#include <array>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "namenode/namespace/inode_table.h"
#include "namenode/namespace/new_namespace.h"

namespace mammoth::namenode {

class MemoryInodeTable final : public InodeTable {
 public:
  // As a freshly formatted one; the root belongs to hdfs:supergroup.
  MemoryInodeTable() {
    apply(new_namespace("hdfs", "supergroup"));
    sync();
  }

  InodePtr find_child(InodeId parent, std::string_view name) const override {
    return value_or_null(now_.entries, {parent, std::string(name)});
  }
  std::optional<Locator> locate(InodeId id) const override {
    if (const auto found = now_.locators.find(id); found != now_.locators.end())
      return found->second;
    if (auto open_file = find_open_file(id)) return open_file->locator;
    return std::nullopt;
  }
  std::optional<InodeId> block_owner(BlockId id) const override {
    const auto found = now_.blocks.find(id);
    return found == now_.blocks.end() ? std::nullopt : std::optional(found->second);
  }
  void scan_children(InodeId parent, std::string_view start_after,
                     const ChildVisitor& visit) const override {
    for (auto it = now_.entries.upper_bound({parent, std::string(start_after)});
         it != now_.entries.end() && it->first.first == parent; ++it)
      if (!visit(it->first.second, it->second)) return;
  }
  DirectoryState directory_state(const Inode& directory) const override {
    DirectoryState state{directory.modification_time_ms, directory.access_time_ms, 0};
    if (const auto times = now_.times.find(directory.id); times != now_.times.end())
      state = {times->second.modification_ms, times->second.access_ms, 0, times->second.usage};
    scan_children(directory.id, {},
                  [&](std::string_view, const InodePtr&) { return ++state.child_count != 0; });
    return state;
  }
  std::vector<XAttr> xattrs(InodeId id) const override {
    const auto found = now_.xattrs.find(id);
    return found == now_.xattrs.end() ? std::vector<XAttr>() : found->second;
  }
  std::vector<std::pair<InodeId, OpenFile>> open_files() const override {
    return {now_.open_files.begin(), now_.open_files.end()};
  }
  std::optional<OpenFile> find_open_file(InodeId id) const override {
    const auto found = now_.open_files.find(id);
    return found == now_.open_files.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<InodeId> next_orphan(InodeId after) const override {
    const auto found = now_.orphans.upper_bound(after);
    return found == now_.orphans.end() ? std::nullopt : std::optional(found->first);
  }
  Coverage orphan_coverage(InodeId directory) const override {
    const auto found = now_.orphans.find(directory);
    return found == now_.orphans.end() ? Coverage() : found->second;
  }
  SnapshotRecords snapshots() const override {
    SnapshotRecords records;
    for (const auto& [id, quota] : now_.snapshottable) records.directories.push_back({id, quota});
    for (const auto& [key, snapshot] : now_.snapshots)
      records.snapshots.emplace_back(key.first, snapshot);
    records.deleted = {now_.deleted_snapshots.begin(), now_.deleted_snapshots.end()};
    return records;
  }
  void scan_versions(InodeId parent, std::string_view from_name, SnapshotId from,
                     const VersionVisitor& visit) const override {
    for (auto it = now_.versions.lower_bound({parent, std::string(from_name), from});
         it != now_.versions.end() && std::get<0>(it->first) == parent; ++it)
      if (!visit(std::get<1>(it->first), std::get<2>(it->first), it->second)) return;
  }
  std::vector<VersionPlace> versions_of(InodeId id) const override {
    std::map<SnapshotId, Locator> places;
    for (const auto& [key, version] : now_.versions)
      if (version.inode && version.inode->id == id)
        places[std::get<2>(key)] = {std::get<0>(key), std::get<1>(key)};
    std::vector<VersionPlace> sorted;
    for (const auto& [number, at] : places) sorted.push_back({number, at});
    return sorted;
  }
  std::vector<Locator> versions_numbered(SnapshotId number, const Locator& after,
                                         std::size_t limit) const override {
    std::vector<Locator> places;
    for (const auto& [key, version] : now_.versions) {
      const auto& [parent, name, id] = key;
      if (id == number && std::pair(parent, name) > std::pair(after.parent, after.name) &&
          places.size() < limit)
        places.push_back({parent, name});
    }
    return places;
  }
  void scan_records(std::string_view prefix, std::string_view start,
                    const RecordVisitor& visit) const override {
    for (auto it = now_.records.lower_bound(std::string(start));
         it != now_.records.end() && it->first.starts_with(prefix); ++it)
      if (!visit(it->first, it->second)) return;
  }
  std::uint64_t mark(IdMark mark) const override {
    return now_.marks[static_cast<std::size_t>(mark)];
  }

  Sequence apply(Transaction&& transaction) override {
    if (transaction.empty()) return now_.sequence;
    now_.apply(transaction);
    unsynced_.push_back(std::move(transaction));
    return now_.sequence;
  }

  // Everything applied so far is durable.
  void sync() {
    for (const Transaction& transaction : unsynced_) durable_.apply(transaction);
    unsynced_.clear();
  }
  Sequence durable_sequence() const { return durable_.sequence; }
  std::size_t unsynced() const { return unsynced_.size(); }
  // What is durable survives, and the first `kept` of the transactions that are not.
  void crash(std::size_t kept) {
    unsynced_.resize(kept);
    sync();
    now_ = durable_;
  }

  // Everything there is; to see that nothing is left behind.
  std::size_t record_count() const {
    return now_.entries.size() + now_.locators.size() + now_.open_files.size() +
           now_.blocks.size() + now_.orphans.size() + now_.times.size() + now_.xattrs.size() +
           now_.versions.size() + now_.snapshots.size() + now_.deleted_snapshots.size();
  }

 private:
  struct Times {
    std::int64_t modification_ms = 0;
    std::int64_t access_ms = 0;
    std::optional<Usage> usage{};
  };

  struct State {
    std::map<std::pair<InodeId, std::string>, InodePtr> entries;
    std::map<InodeId, Locator> locators;
    std::map<InodeId, OpenFile> open_files;
    std::map<BlockId, InodeId> blocks;
    std::map<InodeId, Coverage> orphans;
    std::map<InodeId, std::uint64_t> snapshottable;
    std::map<std::pair<InodeId, SnapshotId>, Snapshot> snapshots;
    std::map<std::tuple<InodeId, std::string, SnapshotId>, EntryVersion> versions;
    std::set<SnapshotId> deleted_snapshots;
    std::map<InodeId, Times> times;
    std::map<InodeId, std::vector<XAttr>> xattrs;
    std::map<std::string, std::string> records;
    std::array<std::uint64_t, kIdMarks> marks{};
    Sequence sequence = 0;

    void apply(const Transaction& transaction) {
      ++sequence;
      for (const Change& change : transaction.changes())
        std::visit([this](const auto& c) { (*this)(c); }, change);
    }
    void operator()(const PutInode& c) { entries[{c.at.parent, c.at.name}] = c.inode; }
    void operator()(const EraseInode& c) { entries.erase({c.at.parent, c.at.name}); }
    void operator()(const PutLocator& c) { locators[c.id] = c.locator; }
    void operator()(const EraseLocator& c) { locators.erase(c.id); }
    void operator()(const PutOpenFile& c) { open_files[c.id] = c.open_file; }
    void operator()(const EraseOpenFile& c) { open_files.erase(c.id); }
    void operator()(const PutBlockOwner& c) { blocks[c.block] = c.owner; }
    void operator()(const EraseBlockOwner& c) { blocks.erase(c.block); }
    void operator()(const PutOrphan& c) { orphans[c.directory] = c.coverage; }
    void operator()(const EraseOrphan& c) { orphans.erase(c.directory); }
    void operator()(const TouchDirectory& c) {
      Times& t = times[c.directory];
      t.modification_ms = c.modification_time_ms.value_or(t.modification_ms);
      t.access_ms = c.access_time_ms.value_or(t.access_ms);
      if (c.usage) t.usage = c.usage;
      if (t.usage) *t.usage += c.usage_delta;
    }
    void operator()(const PutXAttrs& c) { xattrs[c.id] = c.xattrs; }
    void operator()(const EraseXAttrs& c) { xattrs.erase(c.id); }
    void operator()(const PutRecord& c) { records[c.name] = c.value; }
    void operator()(const EraseRecord& c) { records.erase(c.name); }
    void operator()(const EraseRecords& c) {
      records.erase(records.lower_bound(c.prefix), records.lower_bound(c.end));
    }
    void operator()(const EraseDirectoryState& c) { times.erase(c.directory); }
    void operator()(const PutSnapshottable& c) { snapshottable[c.directory] = c.quota; }
    void operator()(const EraseSnapshottable& c) { snapshottable.erase(c.directory); }
    void operator()(const PutSnapshot& c) { snapshots[{c.directory, c.snapshot.id}] = c.snapshot; }
    void operator()(const EraseSnapshot& c) { snapshots.erase({c.directory, c.id}); }
    void operator()(const PutVersion& c) {
      versions[{c.at.parent, c.at.name, c.number}] = c.version;
    }
    void operator()(const EraseVersion& c) { versions.erase({c.at.parent, c.at.name, c.number}); }
    void operator()(const PutDeletedSnapshot& c) { deleted_snapshots.insert(c.id); }
    void operator()(const EraseDeletedSnapshot& c) { deleted_snapshots.erase(c.id); }
    void operator()(const PutIdMark& c) { marks[static_cast<std::size_t>(c.mark)] = c.value; }
  };

  template <class Map>
  static typename Map::mapped_type value_or_null(const Map& map,
                                                 const typename Map::key_type& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
  }

  State now_;
  State durable_;
  std::vector<Transaction> unsynced_;
};

}  // namespace mammoth::namenode
