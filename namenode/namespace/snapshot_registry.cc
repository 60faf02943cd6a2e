#include "namenode/namespace/snapshot_registry.h"

#include <algorithm>

namespace mammoth::namenode {

bool changes_snapshots(const Change& change) {
  return std::holds_alternative<PutSnapshottable>(change) ||
         std::holds_alternative<EraseSnapshottable>(change) ||
         std::holds_alternative<PutSnapshot>(change) ||
         std::holds_alternative<EraseSnapshot>(change) ||
         std::holds_alternative<PutDeletedSnapshot>(change) ||
         std::holds_alternative<EraseDeletedSnapshot>(change);
}

SnapshotRegistry::SnapshotRegistry(const InodeTable& table)
    : next_id_(table.mark(IdMark::kSnapshot)) {
  SnapshotRecords records = table.snapshots();
  for (const SnapshottableDirectory& each : records.directories)
    directories_[each.directory].quota = each.quota;
  Transaction loaded;
  for (auto& [directory, snapshot] : records.snapshots)
    loaded.add(PutSnapshot{directory, std::move(snapshot)});
  for (const SnapshotId id : records.deleted) loaded.add(PutDeletedSnapshot{id});
  apply(loaded);
}

void SnapshotRegistry::apply(const Transaction& transaction) {
  for (const Change& change : transaction.changes()) {
    if (const auto* allow = std::get_if<PutSnapshottable>(&change)) {
      directories_[allow->directory].quota = allow->quota;
    } else if (const auto* disallow = std::get_if<EraseSnapshottable>(&change)) {
      directories_.erase(disallow->directory);
    } else if (const auto* put = std::get_if<PutSnapshot>(&change)) {
      Directory& directory = directories_[put->directory];
      const auto old = directory.by_id.find(put->snapshot.id);
      if (old != directory.by_id.end()) directory.by_name.erase(old->second->name);
      directory.by_id[put->snapshot.id] = std::make_shared<const Snapshot>(put->snapshot);
      directory.by_name[put->snapshot.name] = put->snapshot.id;
      roots_[put->snapshot.id] = put->directory;
      next_id_ = std::max(next_id_, put->snapshot.id + 1);
    } else if (const auto* erase = std::get_if<EraseSnapshot>(&change)) {
      Directory& directory = directories_[erase->directory];
      directory.by_name.erase(directory.by_id.at(erase->id)->name);
      directory.by_id.erase(erase->id);
      roots_.erase(erase->id);
    } else if (const auto* deleted = std::get_if<PutDeletedSnapshot>(&change)) {
      deleted_.insert(deleted->id);
    } else if (const auto* done = std::get_if<EraseDeletedSnapshot>(&change)) {
      deleted_.erase(done->id);
    }
  }
}

const SnapshotRegistry::Directory* SnapshotRegistry::find(InodeId directory) const {
  const auto found = directories_.find(directory);
  return found == directories_.end() ? nullptr : &found->second;
}

const Snapshot* SnapshotRegistry::find(SnapshotId snapshot) const {
  const auto root = roots_.find(snapshot);
  return root == roots_.end() ? nullptr : directories_.at(root->second).by_id.at(snapshot).get();
}

bool SnapshotRegistry::is_older(InodeId inode, SnapshotId snapshot) const {
  const Snapshot* found = find(snapshot);
  return found != nullptr && inode.value() < found->inode_mark.value();
}

SnapshotId SnapshotRegistry::latest(const Coverage& coverage, SnapshotId below,
                                    SnapshotId above) const {
  SnapshotId latest = kNoSnapshot;
  for (const CoverageSegment& segment : coverage) {
    const Directory* root = find(segment.root);
    if (root == nullptr || root->by_id.empty()) continue;
    // The first number that is too high, and the one before it.
    auto next =
        segment.to < below ? root->by_id.upper_bound(segment.to) : root->by_id.lower_bound(below);
    if (next == root->by_id.begin()) continue;
    const SnapshotId id = (--next)->first;
    if (id >= segment.from && id > above) latest = std::max(latest, id);
  }
  return latest;
}

bool SnapshotRegistry::has_snapshot(const CoverageSegment& segment) const {
  return latest({segment}) != kNoSnapshot;
}

Coverage SnapshotRegistry::descend(Coverage coverage, const Inode& directory) const {
  if (directory.moved) {
    for (CoverageSegment& segment : coverage)
      if (segment.to == kOpenEnd) segment.from = std::max(segment.from, directory.moved->joined);
    for (const CoverageSegment& segment : directory.moved->past) coverage.push_back(segment);
  }
  // The directory may be younger than some of the snapshots above it.
  for (CoverageSegment& segment : coverage) {
    const Directory* root = find(segment.root);
    if (root == nullptr || root->by_id.empty() ||
        directory.id.value() < root->by_id.begin()->second->inode_mark.value())
      continue;
    const auto older =
        std::partition_point(root->by_id.begin(), root->by_id.end(), [&](const auto& snapshot) {
          return snapshot.second->inode_mark.value() <= directory.id.value();
        });
    if (older != root->by_id.begin())
      segment.from = std::max(segment.from, std::prev(older)->first + 1);
  }
  if (find(directory.id) != nullptr) coverage.push_back({directory.id});
  std::erase_if(coverage, [this](const CoverageSegment& segment) {
    return segment.to != kOpenEnd && !has_snapshot(segment);
  });
  return coverage;
}

Coverage SnapshotRegistry::closed(const Coverage& coverage) const {
  Coverage closed;
  for (CoverageSegment segment : coverage) {
    segment.to = std::min(segment.to, next_id_ - 1);
    if (segment.from <= segment.to && has_snapshot(segment)) closed.push_back(segment);
  }
  return closed;
}

Coverage coverage_of(const InodeTable& table, const SnapshotRegistry& registry, InodeId directory) {
  std::vector<Locator> places;
  for (InodeId id = directory; id != kRootInodeId;) {
    auto place = table.locate(id);
    if (!place) return {};
    id = place->parent;
    places.push_back(*std::move(place));
  }
  places.push_back({kNoInode, {}});
  Coverage coverage;
  for (auto place = places.rbegin(); place != places.rend(); ++place) {
    const InodePtr inode = table.find_child(place->parent, place->name);
    if (inode == nullptr) return {};
    coverage = registry.descend(std::move(coverage), *inode);
  }
  return coverage;
}

}  // namespace mammoth::namenode
