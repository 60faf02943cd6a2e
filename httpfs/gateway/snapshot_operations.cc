#include <fmt/format.h>

#include "common/hdfs/snapshots.h"
#include "httpfs/gateway/operations.h"

namespace mammoth::httpfs::ops {

namespace {

Result<hdfs::Snapshots*> snapshots(const Call& call) {
  if (hdfs::Snapshots* found = hdfs::snapshots_of(call.files)) return found;
  return Error{ErrorCode::kUnsupportedOperation, "the file system has no snapshots"};
}

std::string name_of(const Call& call) {
  return call.given.text("snapshotname").value_or("");
}

std::string old_name_of(const Call& call) {
  return call.given.text("oldsnapshotname").value_or("");
}

// As the NameNode's WebHDFS writes a status: members in the order of their names.
void write_status(const hdfs::FileStatus& status, http::JsonWriter& json) {
  json.begin_object().member("accessTime", status.access_time_ms);
  if (status.has_acl) json.member("aclBit", true);
  json.member("blockSize", status.block_size_bytes).member("childrenNum", status.child_count);
  json.member("fileId", status.file_id).member("group", status.group);
  json.member("length", status.length_bytes);
  json.member("modificationTime", status.modification_time_ms).member("owner", status.owner);
  json.member("pathSuffix", status.name());
  json.member("permission", fmt::format("{:o}", status.permission));
  json.member("replication", status.replication).member("storagePolicy", status.storage_policy);
  json.member("type", status.is_directory ? "DIRECTORY" : "FILE").end_object();
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

std::string_view change_name(std::string_view label) {
  return label == "+" ? "CREATE" : label == "-" ? "DELETE" : label == "R" ? "RENAME" : "MODIFY";
}

void write_entries(std::string_view name,
                   const std::vector<hdfs::SnapshotDiffListing::Entry>& entries,
                   http::JsonWriter& json) {
  json.key(name).begin_array();
  for (const auto& entry : entries) {
    json.begin_object().member("dirId", entry.directory_id).member("fileId", entry.id);
    json.member("isReference", entry.is_reference).member("sourcePath", entry.path);
    json.member("targetPath", entry.target.value_or("")).end_object();
  }
  json.end_array();
}

}  // namespace

Result<void> allow_snapshot(const Call& call) {
  auto* const source = TRY(snapshots(call));
  TRY(source->allow_snapshot(call.path));
  call.answer_nothing();
  return {};
}

Result<void> disallow_snapshot(const Call& call) {
  auto* const source = TRY(snapshots(call));
  TRY(source->disallow_snapshot(call.path));
  call.answer_nothing();
  return {};
}

Result<void> create_snapshot(const Call& call) {
  auto* const source = TRY(snapshots(call));
  const std::string path = TRY(source->create_snapshot(call.path, name_of(call)));
  http::JsonWriter json;
  call.answer_plain_json(json.begin_object().member("Path", path).end_object());
  return {};
}

Result<void> rename_snapshot(const Call& call) {
  auto* const source = TRY(snapshots(call));
  TRY(source->rename_snapshot(call.path, old_name_of(call), name_of(call)));
  call.answer_nothing();
  return {};
}

Result<void> delete_snapshot(const Call& call) {
  auto* const source = TRY(snapshots(call));
  TRY(source->delete_snapshot(call.path, name_of(call)));
  call.answer_nothing();
  return {};
}

Result<void> get_snapshot_diff(const Call& call) {
  auto* const source = TRY(snapshots(call));
  const std::string from = old_name_of(call), to = name_of(call);
  const auto differences = TRY(source->snapshot_diff(call.path, from, to));
  http::JsonWriter json;
  json.begin_object().key("SnapshotDiffReport").begin_object().key("diffList").begin_array();
  for (const hdfs::SnapshotDifference& difference : differences) {
    json.begin_object().member("sourcePath", difference.path);
    if (!difference.target.empty()) json.member("targetPath", difference.target);
    json.member("type", change_name(difference.label)).end_object();
  }
  json.end_array().member("fromSnapshot", from).member("snapshotRoot", call.path);
  call.answer_plain_json(json.member("toSnapshot", to).end_object().end_object());
  return {};
}

Result<void> get_snapshot_diff_listing(const Call& call) {
  auto* const source = TRY(snapshots(call));
  const auto index = TRY(call.given.number("snapshotdiffindex")).value_or(-1);
  if (index < INT32_MIN || index > INT32_MAX)
    return Parameters::refusal("snapshotdiffindex", std::to_string(index), "an integer");
  const hdfs::SnapshotDiffCursor start{call.given.text("snapshotdiffstartpath").value_or(""),
                                       static_cast<std::int32_t>(index)};
  const auto listing =
      TRY(source->snapshot_diff_listing(call.path, old_name_of(call), name_of(call), start));
  http::JsonWriter json;
  json.begin_object().key("SnapshotDiffReportListing").begin_object();
  write_entries("createList", listing.created, json);
  write_entries("deleteList", listing.deleted, json);
  json.member("isFromEarlier", listing.from_earlier).member("lastIndex", listing.next.index);
  json.member("lastPath", listing.next.path);
  write_entries("modifyList", listing.modified, json);
  call.answer_plain_json(json.end_object().end_object());
  return {};
}

Result<void> get_snapshottable_directory_list(const Call& call) {
  auto* const source = TRY(snapshots(call));
  const auto directories = TRY(source->snapshottable_directories());
  http::JsonWriter json;
  json.begin_object().key("SnapshottableDirectoryList");
  if (directories.empty()) {
    json.null();
  } else {
    json.begin_array();
    for (const hdfs::SnapshottableDirectory& directory : directories) {
      write_status(directory.status, json.begin_object().key("dirStatus"));
      json.member("parentFullPath", parent_of(directory.status.path));
      json.member("snapshotNumber", directory.snapshots);
      json.member("snapshotQuota", directory.quota).end_object();
    }
    json.end_array();
  }
  call.answer_plain_json(json.end_object());
  return {};
}

Result<void> get_snapshot_list(const Call& call) {
  auto* const source = TRY(snapshots(call));
  http::JsonWriter json;
  json.begin_object().key("SnapshotList").begin_array();
  for (const hdfs::SnapshotInfo& snapshot : TRY(source->snapshots(call.path))) {
    json.begin_object().member("deletionStatus", snapshot.is_deleted ? "DELETED" : "ACTIVE");
    write_status(snapshot.status, json.key("dirStatus"));
    json.member("fullPath", snapshot.status.path).member("snapshotID", snapshot.id).end_object();
  }
  call.answer_plain_json(json.end_array().end_object());
  return {};
}

}  // namespace mammoth::httpfs::ops
