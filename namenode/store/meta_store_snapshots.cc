// What snapshots keep, and the scan over everything there is.
#include "namenode/store/meta_store_parts.h"
#include "namenode/store/snapshot_codec.h"

namespace mammoth::namenode {

using enum Database::Caching;

Coverage MetaStore::orphan_coverage(InodeId directory) const {
  Coverage coverage;
  parts_->database.get(id_key(KeySpace::kOrphan, directory.value()),
                       [&](ByteView record) { coverage = decoded(decode_coverage, record); });
  return coverage;
}

SnapshotRecords MetaStore::snapshots() const {
  SnapshotRecords records;
  const Database& database = parts_->database;
  const auto all = [&](KeySpace space, const Database::Visit& visit) {
    const std::string prefix = prefix_of(space);
    database.scan(prefix, prefix, kLeave, visit);
  };
  all(KeySpace::kSnapshottable, [&](std::string_view key, ByteView record) {
    if (const auto id = parse_id_key(KeySpace::kSnapshottable, key))
      records.directories.push_back({InodeId{*id}, decoded(decode_number, record)});
    return true;
  });
  all(KeySpace::kSnapshot, [&](std::string_view key, ByteView record) {
    const auto ids = parse_pair_key(KeySpace::kSnapshot, key);
    if (!ids) return true;
    Snapshot snapshot = decoded(decode_snapshot, record);
    snapshot.id = ids->second;
    records.snapshots.emplace_back(InodeId{ids->first}, std::move(snapshot));
    return true;
  });
  all(KeySpace::kDeletedSnapshot, [&](std::string_view key, ByteView) {
    if (const auto id = parse_id_key(KeySpace::kDeletedSnapshot, key))
      records.deleted.push_back(*id);
    return true;
  });
  return records;
}

void MetaStore::scan_versions(InodeId parent, std::string_view from_name, SnapshotId from,
                              const VersionVisitor& visit) const {
  parts_->database.scan(
      id_key(KeySpace::kVersion, parent.value()), version_key(parent, from_name, from), kFill,
      [&](std::string_view key, ByteView record) {
        const auto at = parse_version_key(key);
        return !at || visit(at->name, at->number, decoded(decode_entry_version, record));
      });
}

std::vector<VersionPlace> MetaStore::versions_of(InodeId id) const {
  std::vector<VersionPlace> places;
  const std::string prefix = id_key(KeySpace::kVersionOfInode, id.value());
  parts_->database.scan(prefix, prefix, kFill, [&](std::string_view key, ByteView record) {
    if (const auto ids = parse_pair_key(KeySpace::kVersionOfInode, key))
      places.push_back({ids->second, decoded(decode_locator, record)});
    return true;
  });
  return places;
}

std::vector<Locator> MetaStore::versions_numbered(SnapshotId number, const Locator& after,
                                                  std::size_t limit) const {
  std::vector<Locator> places;
  const std::string start = numbered_version_key(number, after.parent, after.name);
  parts_->database.scan(id_key(KeySpace::kNumberedVersion, number), start, kLeave,
                        [&](std::string_view key, ByteView) {
                          if (places.size() == limit) return false;
                          if (key == start) return true;
                          if (auto at = parse_numbered_version_key(key))
                            places.push_back({at->parent, std::move(at->name)});
                          return true;
                        });
  return places;
}

std::optional<std::string> MetaStore::scan_inodes(const std::string& cursor, std::size_t max_inodes,
                                                  const InodeVisitor& visit) const {
  const std::string entries = prefix_of(KeySpace::kEntry);
  const std::string versions = prefix_of(KeySpace::kVersion);
  const bool in_versions = cursor.starts_with(versions);
  const std::string& prefix = in_versions ? versions : entries;
  std::optional<std::string> next;
  parts_->database.scan(
      prefix, cursor.empty() ? prefix : cursor, kLeave, [&](std::string_view key, ByteView record) {
        if (max_inodes-- == 0) {
          next = key;
          return false;
        }
        if (in_versions) {
          const auto at = parse_version_key(key);
          const EntryVersion version = decoded(decode_entry_version, record);
          if (at && version.inode) visit({at->parent, at->name}, version.inode, true);
        } else if (const auto at = parse_entry_key(key)) {
          visit({at->parent, std::string(at->name)}, decoded_inode(record), false);
        }
        return true;
      });
  if (!next && !in_versions) next = versions;
  return next;
}

}  // namespace mammoth::namenode
