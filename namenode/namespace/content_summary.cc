#include "namenode/namespace/content_summary.h"

#include <map>
#include <utility>

#include "namenode/namespace/quota.h"
#include "namenode/namespace/subtree_usage.h"

namespace mammoth::namenode {

namespace {

std::uint8_t policy_of(const Inode& child, std::uint8_t above) {
  return child.storage_policy != 0 ? child.storage_policy : above;
}

}  // namespace

ContentSummaryWalk::ContentSummaryWalk(const InodePtr& start, std::uint8_t policy,
                                       SnapshotId snapshot)
    : snapshot_(snapshot) {
  if (start->quota) summary_.quota = *start->quota;
  if (start->is_directory())
    waiting_.push_back({start, policy});
  else
    count_file(*start, policy, false);
}

Result<bool> ContentSummaryWalk::advance(const SnapshotView& table, const PermissionChecker* checker,
                                         std::size_t max_inodes) {
  while (true) {
    if (current_.inode == nullptr) {
      if (waiting_.empty()) return true;
      if (max_inodes == 0) return false;
      --max_inodes;
      current_ = std::move(waiting_.back());
      waiting_.pop_back();
      last_name_.clear();
      if (checker != nullptr && !checker->is_superuser() &&
          !checker->allows(*current_.inode, Access::kReadExecute)) {
        return checker->denied(*current_.inode, path_to(table, current_.inode->id),
                               Access::kReadExecute);
      }
      ++summary_.directory_count;
      if (current_.is_deleted) ++summary_.in_snapshots.directory_count;
      if (snapshot_ == kNoSnapshot && !current_.is_moved) count_kept(table);
    }
    bool finished = true;
    const SnapshotView view = current_.seen_by == kNoSnapshot ? table : table.at(current_.seen_by);
    view.scan_children(current_.inode->id, last_name_,
                       [&](std::string_view name, const InodePtr& child) {
                         if (max_inodes == 0) return finished = false;
                         Directory below = current_;
                         below.policy = policy_of(*child, current_.policy);
                         if (child->is_directory()) {
                           below.inode = child;
                           waiting_.push_back(std::move(below));
                         } else {
                           --max_inodes;
                           count_file(*child, below.policy, current_.is_deleted);
                         }
                         last_name_ = name;
                         return true;
                       });
    if (!finished) return false;
    current_ = {};
  }
}

// What snapshots hold of the directory being looked at, and it has no more.
void ContentSummaryWalk::count_kept(const SnapshotView& table) {
  std::string at;
  SnapshotId before = kNoSnapshot;
  std::vector<NumberedVersion> versions;
  table.scan_versions(
      current_.inode->id, {}, kNoSnapshot,
      [&](std::string_view name, SnapshotId number, const EntryVersion& version) {
        if (name != at) {
          count_kept_at(table, at, std::exchange(versions, {}));
          at = name;
          before = kNoSnapshot;
        }
        // The snapshot may be deleted, and its versions not yet.
        const SnapshotId seen_by = table.registry().latest(version.coverage, number + 1, before);
        before = number;
        if (version.inode && table.registry().is_older(version.inode->id, seen_by))
          versions.push_back({seen_by, version});
        return true;
      });
  count_kept_at(table, at, versions);
}

void ContentSummaryWalk::count_kept_at(const SnapshotView& table, const std::string& name,
                                       const std::vector<NumberedVersion>& versions) {
  if (versions.empty()) return;
  const SnapshotView view = table.at(current_.seen_by);
  const InodePtr now = view.find_child(current_.inode->id, name);
  std::map<InodeId, std::vector<NumberedVersion>> by_inode;
  for (const NumberedVersion& each : versions) by_inode[each.version.inode->id].push_back(each);
  for (const auto& [id, same] : by_inode) {
    const InodePtr& inode = same.back().version.inode;
    if (now && now->id == id) {
      // Blocks that it had: they count, though its length does not show them.
      if (now->is_file())
        summary_.space_consumed_bytes +=
            static_cast<std::uint64_t>(kept_files_usage(now, same).space_bytes);
      continue;
    }
    const bool is_moved = table.locate(id).has_value();
    const std::uint8_t policy = policy_of(*inode, current_.policy);
    if (inode->is_directory()) {
      waiting_.push_back({inode, policy, true, is_moved, same.back().number});
      continue;
    }
    count_file(*inode, policy, true);
    if (is_moved) continue;
    const auto more = static_cast<std::uint64_t>(
        (kept_files_usage(nullptr, same) - usage_of(*inode)).space_bytes);
    summary_.space_consumed_bytes += more;
    summary_.in_snapshots.space_consumed_bytes += more;
  }
}

void ContentSummaryWalk::count_file(const Inode& file, std::uint8_t policy, bool is_deleted) {
  const std::uint64_t length = file.length_bytes();
  const auto space = static_cast<std::uint64_t>(usage_of(file).space_bytes);
  ++summary_.file_count;
  summary_.length_bytes += length;
  summary_.space_consumed_bytes += space;
  const TypeBytes types = type_bytes(replicas_usage(file, length), policy);
  for (std::size_t i = 0; i < kQuotaTypes; ++i) summary_.types[i] += types[i];
  if (!is_deleted) return;
  ++summary_.in_snapshots.file_count;
  summary_.in_snapshots.length_bytes += length;
  summary_.in_snapshots.space_consumed_bytes += space;
}

}  // namespace mammoth::namenode
