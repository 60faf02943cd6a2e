#include "namenode/namespace/snapshot_view.h"

#include <algorithm>

#include "common/base/check.h"

namespace mammoth::namenode {

namespace {

constexpr std::size_t kBatch = 512;

// Some of a directory's entries after a name, in order, and how far they reach.
struct Batch {
  std::vector<std::pair<std::string, InodePtr>> entries;
  bool complete = true;
};

void cut_after(std::string_view last, Batch& batch) {
  const auto beyond =
      std::find_if(batch.entries.begin(), batch.entries.end(),
                   [&](const auto& entry) { return std::string_view(entry.first) > last; });
  batch.entries.erase(beyond, batch.entries.end());
}

Batch live_batch(const InodeTable& table, InodeId parent, std::string_view after) {
  Batch batch;
  table.scan_children(parent, after, [&](std::string_view name, const InodePtr& inode) {
    if (batch.entries.size() == kBatch) return batch.complete = false;
    batch.entries.emplace_back(name, inode);
    return true;
  });
  return batch;
}

// Of each entry with versions the one that holds for the snapshot; null where it did not exist.
Batch version_batch(const InodeTable& table, InodeId parent, std::string_view after,
                    SnapshotId snapshot) {
  Batch batch;
  std::size_t looked_at = 0;
  table.scan_versions(parent, after, kNoSnapshot,
                      [&](std::string_view name, SnapshotId number, const EntryVersion& version) {
                        if (name == after && !after.empty()) return true;
                        if (!batch.entries.empty() && batch.entries.back().first == name)
                          return true;
                        if (++looked_at > kBatch && !batch.entries.empty())
                          return batch.complete = false;
                        if (number >= snapshot) batch.entries.emplace_back(name, version.inode);
                        return true;
                      });
  return batch;
}

}  // namespace

std::optional<NumberedVersion> find_version(const InodeTable& table, const Locator& at,
                                            SnapshotId from) {
  std::optional<NumberedVersion> found;
  table.scan_versions(at.parent, at.name, from,
                      [&](std::string_view name, SnapshotId number, const EntryVersion& version) {
                        if (name == at.name) found = NumberedVersion{number, version};
                        return false;
                      });
  return found;
}

std::vector<NumberedVersion> versions_at(const InodeTable& table, const Locator& at) {
  std::vector<NumberedVersion> versions;
  table.scan_versions(at.parent, at.name, kNoSnapshot,
                      [&](std::string_view name, SnapshotId number, const EntryVersion& version) {
                        if (name != at.name) return false;
                        versions.push_back({number, version});
                        return true;
                      });
  return versions;
}

InodePtr SnapshotView::seen(const InodePtr& inode) const {
  if (inode == nullptr || snapshot_ == nullptr) return inode;
  if (!registry_.is_older(inode->id, number_)) return nullptr;
  if (!inode->under_construction) return inode;
  // Nobody writes a file in a snapshot, though it shows how far its writer has come.
  Inode closed = *inode;
  closed.under_construction = false;
  return std::make_shared<const Inode>(std::move(closed));
}

InodePtr SnapshotView::find_child(InodeId parent, std::string_view name) const {
  if (snapshot_ != nullptr)
    if (const auto found = find_version(table_, {parent, std::string(name)}, number_))
      return seen(found->version.inode);
  return seen(table_.find_child(parent, name));
}

void SnapshotView::scan_children(InodeId parent, std::string_view start_after,
                                 const ChildVisitor& visit) const {
  if (snapshot_ == nullptr) return table_.scan_children(parent, start_after, visit);
  std::string after(start_after);
  for (bool complete = false; !complete;) {
    Batch live = live_batch(table_, parent, after);
    Batch versions = version_batch(table_, parent, after, number_);
    complete = live.complete && versions.complete;
    // As far as both reach.
    if (!live.complete) cut_after(live.entries.back().first, versions);
    if (!versions.complete && !versions.entries.empty())
      cut_after(versions.entries.back().first, live);
    auto a = live.entries.begin();
    auto b = versions.entries.begin();
    while (a != live.entries.end() || b != versions.entries.end()) {
      const bool from_version =
          b != versions.entries.end() && (a == live.entries.end() || b->first <= a->first);
      if (from_version && a != live.entries.end() && a->first == b->first) ++a;
      auto& [name, inode] = from_version ? *b++ : *a++;
      if (const InodePtr found = seen(inode); found != nullptr && !visit(name, found)) return;
      after = std::move(name);
    }
  }
}

std::optional<EntryVersion> SnapshotView::version_of(InodeId id) const {
  if (snapshot_ == nullptr) return std::nullopt;
  for (const VersionPlace& place : table_.versions_of(id))
    if (place.number >= number_)
      if (auto found = find_version(table_, place.at, place.number))
        return std::move(found->version);
  return std::nullopt;
}

DirectoryState SnapshotView::directory_state(const Inode& directory) const {
  if (snapshot_ != nullptr && directory.id == snapshot_->root->id) return snapshot_->state;
  if (const auto version = version_of(directory.id)) return version->state;
  return table_.directory_state(directory);
}

std::vector<XAttr> SnapshotView::xattrs(InodeId id) const {
  if (snapshot_ != nullptr && id == snapshot_->root->id) return snapshot_->xattrs;
  if (const auto version = version_of(id)) return version->xattrs;
  return table_.xattrs(id);
}

Sequence SnapshotView::apply(Transaction&&) {
  check(false, "a snapshot is changed");
  return 0;
}

}  // namespace mammoth::namenode
