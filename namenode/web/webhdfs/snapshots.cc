// ALLOWSNAPSHOT, DISALLOWSNAPSHOT, CREATESNAPSHOT, RENAMESNAPSHOT, DELETESNAPSHOT and what there is
// to be read about snapshots.
#include "namenode/web/webhdfs/json_status.h"
#include "namenode/web/webhdfs/operations.h"

namespace mammoth::namenode::web_ops {

namespace {

// Which directories may have snapshots is not said again in the lists of them.
void write_plain(InodeStatus status, http::JsonWriter& json) {
  status.snapshottable = false;
  write_json(status, json);
}

Result<SnapshotDiff> read_diff(const WebOperation& call) {
  return call.system().diff_snapshots(call.caller, call.path,
                                      call.parameters.text("oldsnapshotname").value_or(""),
                                      call.parameters.text("snapshotname").value_or(""));
}

void write_change(std::string_view type, const std::string& source,
                  const std::optional<std::string>& target, http::JsonWriter& json) {
  json.begin_object().member("sourcePath", source);
  if (target) json.member("targetPath", *target);
  json.member("type", type).end_object();
}

void write_changes(const ModifiedEntry& entry, bool from_earlier, http::JsonWriter& json) {
  write_change("MODIFY", entry.path, std::nullopt, json);
  for (const auto& child : entry.created)
    if (!child.is_rename)
      write_change(from_earlier ? "CREATE" : "DELETE", child.path, std::nullopt, json);
  for (const auto& child : entry.deleted) {
    if (!child.target)
      write_change(from_earlier ? "DELETE" : "CREATE", child.path, std::nullopt, json);
    else if (from_earlier)
      write_change("RENAME", child.path, child.target, json);
    else
      write_change("RENAME", *child.target, child.path, json);
  }
}

struct ListedEntry {
  InodeId directory;
  InodeId id;
  std::string path;
  std::optional<std::string> target;
  bool is_reference;
};

void write_entry(const ListedEntry& entry, http::JsonWriter& json) {
  json.begin_object().member("dirId", entry.directory.value()).member("fileId", entry.id.value());
  json.member("isReference", entry.is_reference).member("sourcePath", entry.path);
  if (entry.target) json.member("targetPath", *entry.target);
  json.end_object();
}

}  // namespace

Result<void> allow_snapshot(const WebOperation& call) {
  TRY(call.durable(call.system().allow_snapshot(call.caller, call.path)));
  call.answer_nothing();
  return {};
}

Result<void> disallow_snapshot(const WebOperation& call) {
  TRY(call.durable(call.system().disallow_snapshot(call.caller, call.path)));
  call.answer_nothing();
  return {};
}

Result<void> create_snapshot(const WebOperation& call) {
  const std::string name = call.parameters.text("snapshotname").value_or("");
  call.answer_path(TRY(call.durable(call.system().create_snapshot(call.caller, call.path, name))));
  return {};
}

Result<void> rename_snapshot(const WebOperation& call) {
  const std::string old_name = TRY(call.parameters.required_text("oldsnapshotname", call.name));
  const std::string name = TRY(call.parameters.required_text("snapshotname", call.name));
  TRY(call.durable(call.system().rename_snapshot(call.caller, call.path, old_name, name)));
  call.answer_nothing();
  return {};
}

Result<void> delete_snapshot(const WebOperation& call) {
  const std::string name = TRY(call.parameters.required_text("snapshotname", call.name));
  TRY(call.durable(call.system().delete_snapshot(call.caller, call.path, name)));
  call.answer_nothing();
  return {};
}

Result<void> get_snapshottable_directory_list(const WebOperation& call) {
  const auto directories = TRY(call.system().list_snapshottable(call.caller));
  http::JsonWriter json;
  json.begin_object().key("SnapshottableDirectoryList");
  if (!directories) {
    json.null();
  } else {
    json.begin_array();
    for (const SnapshottableStatus& directory : *directories) {
      json.begin_object().key("dirStatus");
      write_plain(directory.status, json);
      json.member("parentFullPath", directory.parent_path);
      json.member("snapshotNumber", directory.snapshots);
      json.member("snapshotQuota", directory.quota).end_object();
    }
    json.end_array();
  }
  call.answer_json(std::move(json.end_object()));
  return {};
}

Result<void> get_snapshot_list(const WebOperation& call) {
  const auto snapshots = TRY(call.system().list_snapshots(call.caller, call.path));
  http::JsonWriter json;
  json.begin_object().key("SnapshotList").begin_array();
  for (const SnapshotStatus& snapshot : snapshots) {
    const std::string& parent = snapshot.parent_path;
    json.begin_object().member("deletionStatus", "ACTIVE").key("dirStatus");
    write_plain(snapshot.status, json);
    json.member("fullPath", (parent == "/" ? "" : parent) + "/.snapshot/" + snapshot.status.name);
    json.member("snapshotID", snapshot.id - 1).end_object();
  }
  call.answer_json(std::move(json.end_array().end_object()));
  return {};
}

Result<void> get_snapshot_diff(const WebOperation& call) {
  const SnapshotDiff diff = TRY(read_diff(call));
  http::JsonWriter json;
  json.begin_object().key("SnapshotDiffReport").begin_object().key("diffList").begin_array();
  for (const ModifiedEntry& entry : diff.modified) write_changes(entry, diff.from_earlier, json);
  json.end_array();
  json.member("fromSnapshot", call.parameters.text("oldsnapshotname").value_or(""));
  json.member("snapshotRoot", call.path);
  json.member("toSnapshot", call.parameters.text("snapshotname").value_or(""));
  call.answer_json(std::move(json.end_object().end_object()));
  return {};
}

// The whole report is one page; Hadoop's come in several, which clients put together.
Result<void> get_snapshot_diff_listing(const WebOperation& call) {
  const SnapshotDiff diff = TRY(read_diff(call));
  http::JsonWriter json;
  json.begin_object().key("SnapshotDiffReportListing").begin_object();
  json.key("createList").begin_array();
  for (const ModifiedEntry& entry : diff.modified)
    for (const auto& child : entry.created)
      write_entry({entry.id, child.id, child.path, std::nullopt, child.is_rename}, json);
  json.end_array().key("deleteList").begin_array();
  for (const ModifiedEntry& entry : diff.modified)
    for (const auto& child : entry.deleted)
      write_entry({entry.id, child.id, child.path, child.target, child.is_rename}, json);
  json.end_array().member("isFromEarlier", diff.from_earlier);
  json.member("lastIndex", -1).member("lastPath", "").key("modifyList").begin_array();
  for (const ModifiedEntry& entry : diff.modified)
    write_entry({entry.id, entry.id, entry.path, std::nullopt, entry.is_directory}, json);
  call.answer_json(std::move(json.end_array().end_object().end_object()));
  return {};
}

}  // namespace mammoth::namenode::web_ops
