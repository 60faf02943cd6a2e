#include <algorithm>
#include <iterator>
#include <ranges>

#include "common/hdfs/convert.h"
#include "common/hdfs/hdfs_file_system.h"
#include "common/protocol/hdfs/client_namenode/snapshots.pb.h"

namespace mammoth::hdfs {

namespace pb = ::hadoop::hdfs;

namespace {

template <class Entries>
std::vector<SnapshotDiffListing::Entry> to_diff_entries(const Entries& protos) {
  std::vector<SnapshotDiffListing::Entry> entries;
  for (const auto& proto : protos) {
    entries.push_back({.directory_id = proto.dirid(),
                       .id = proto.fileid(),
                       .path = proto.fullpath(),
                       .is_reference = proto.isreference()});
    if (proto.has_targetpath()) entries.back().target = proto.targetpath();
  }
  return entries;
}

}  // namespace

Snapshots* snapshots_of(FileSystem& file_system) {
  return dynamic_cast<Snapshots*>(&file_system);
}

Result<void> HdfsFileSystem::allow_snapshot(const std::string& directory) {
  pb::AllowSnapshotRequestProto request;
  request.set_snapshotroot(directory);
  TRY(client_->namenode.call<pb::AllowSnapshotResponseProto>("allowSnapshot", request));
  return {};
}

Result<void> HdfsFileSystem::disallow_snapshot(const std::string& directory) {
  pb::DisallowSnapshotRequestProto request;
  request.set_snapshotroot(directory);
  TRY(client_->namenode.call<pb::DisallowSnapshotResponseProto>("disallowSnapshot", request));
  return {};
}

Result<std::string> HdfsFileSystem::create_snapshot(const std::string& directory,
                                                    const std::string& name) {
  pb::CreateSnapshotRequestProto request;
  request.set_snapshotroot(directory);
  if (!name.empty()) request.set_snapshotname(name);
  const auto answer =
      TRY(client_->namenode.call<pb::CreateSnapshotResponseProto>("createSnapshot", request));
  return answer.snapshotpath();
}

Result<void> HdfsFileSystem::delete_snapshot(const std::string& directory,
                                             const std::string& name) {
  pb::DeleteSnapshotRequestProto request;
  request.set_snapshotroot(directory);
  request.set_snapshotname(name);
  TRY(client_->namenode.call<pb::DeleteSnapshotResponseProto>("deleteSnapshot", request));
  return {};
}

Result<void> HdfsFileSystem::rename_snapshot(const std::string& directory, const std::string& name,
                                             const std::string& new_name) {
  pb::RenameSnapshotRequestProto request;
  request.set_snapshotroot(directory);
  request.set_snapshotoldname(name);
  request.set_snapshotnewname(new_name);
  TRY(client_->namenode.call<pb::RenameSnapshotResponseProto>("renameSnapshot", request));
  return {};
}

Result<std::vector<SnapshottableDirectory>> HdfsFileSystem::snapshottable_directories() {
  const auto answer = TRY(client_->namenode.call<pb::GetSnapshottableDirListingResponseProto>(
      "getSnapshottableDirListing", pb::GetSnapshottableDirListingRequestProto()));
  std::vector<SnapshottableDirectory> directories;
  for (const auto& listed : answer.snapshottabledirlist().snapshottabledirlisting()) {
    const std::string& parent = listed.parent_fullpath();
    directories.push_back(
        {.status = to_file_status(listed.dirstatus(), parent.empty() ? "/" : parent),
         .snapshots = listed.snapshot_number(),
         .quota = listed.snapshot_quota()});
  }
  return directories;
}

Result<std::vector<SnapshotInfo>> HdfsFileSystem::snapshots(const std::string& directory) {
  pb::GetSnapshotListingRequestProto request;
  request.set_snapshotroot(directory);
  const auto answer = TRY(
      client_->namenode.call<pb::GetSnapshotListingResponseProto>("getSnapshotListing", request));
  std::vector<SnapshotInfo> snapshots;
  for (const auto& listed : answer.snapshotlist().snapshotlisting()) {
    std::string parent = listed.parent_fullpath();
    if (!parent.ends_with('/')) parent += '/';
    snapshots.push_back({.status = to_file_status(listed.dirstatus(), parent + ".snapshot"),
                         .id = listed.snapshotid(),
                         .is_deleted = listed.isdeleted()});
  }
  return snapshots;
}

namespace {

// What was modified in the order of the paths, each with what it lists: as Hadoop's client has it
// of two snapshots. It takes the order as it comes where one is the directory as it is.
void sort_by_path(std::vector<SnapshotDifference>& differences) {
  struct Group {
    std::vector<std::string> path;
    std::vector<SnapshotDifference> lines;
  };
  std::vector<Group> groups;
  for (SnapshotDifference& line : differences) {
    if (line.label == "M" || groups.empty()) {
      Group& group = groups.emplace_back();
      for (const auto part : std::views::split(line.path, '/'))
        group.path.emplace_back(part.begin(), part.end());
      if (line.path.empty()) group.path.clear();
    }
    groups.back().lines.push_back(std::move(line));
  }
  std::ranges::stable_sort(groups, {}, &Group::path);
  differences.clear();
  for (Group& group : groups) std::ranges::move(group.lines, std::back_inserter(differences));
}

}  // namespace

Result<std::vector<SnapshotDifference>> HdfsFileSystem::snapshot_diff(const std::string& directory,
                                                                      const std::string& from,
                                                                      const std::string& to) {
  pb::GetSnapshotDiffReportRequestProto request;
  request.set_snapshotroot(directory);
  request.set_fromsnapshot(from);
  request.set_tosnapshot(to);
  const auto answer = TRY(client_->namenode.call<pb::GetSnapshotDiffReportResponseProto>(
      "getSnapshotDiffReport", request));
  std::vector<SnapshotDifference> differences;
  for (const auto& entry : answer.diffreport().diffreportentries())
    differences.push_back({entry.modificationlabel(), entry.fullpath(), entry.targetpath()});
  if (!from.empty() && !to.empty()) sort_by_path(differences);
  return differences;
}

Result<SnapshotDiffListing> HdfsFileSystem::snapshot_diff_listing(const std::string& directory,
                                                                  const std::string& from,
                                                                  const std::string& to,
                                                                  const SnapshotDiffCursor& start) {
  pb::GetSnapshotDiffReportListingRequestProto request;
  request.set_snapshotroot(directory);
  request.set_fromsnapshot(from);
  request.set_tosnapshot(to);
  request.mutable_cursor()->set_startpath(start.path);
  request.mutable_cursor()->set_index(start.index);
  const auto answer = TRY(client_->namenode.call<pb::GetSnapshotDiffReportListingResponseProto>(
      "getSnapshotDiffReportListing", request));
  const auto& report = answer.diffreport();
  SnapshotDiffListing listing;
  listing.from_earlier = report.isfromearlier();
  listing.next = {report.cursor().startpath(), report.cursor().index()};
  listing.modified = to_diff_entries(report.modifiedentries());
  listing.created = to_diff_entries(report.createdentries());
  listing.deleted = to_diff_entries(report.deletedentries());
  return listing;
}

}  // namespace mammoth::hdfs
