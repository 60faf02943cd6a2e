#include "common/webhdfs_client/json_status.h"

#include <charconv>

namespace mammoth::webhdfs_client {

using http::JsonValue;

namespace {

std::uint64_t size_at(const JsonValue& json, std::string_view name) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(number_at(json, name), 0));
}

std::uint16_t mode_at(const JsonValue& json, std::string_view name) {
  const std::string text = json.string_at(name).value_or("");
  std::uint16_t mode = 0;
  std::from_chars(text.data(), text.data() + text.size(), mode, 8);
  return mode;
}

}  // namespace

std::int64_t number_at(const JsonValue& json, std::string_view name, std::int64_t otherwise) {
  const JsonValue* value = json.find(name);
  if (value == nullptr || value->kind != JsonValue::Kind::kNumber) return otherwise;
  std::int64_t number = otherwise;
  std::from_chars(value->text.data(), value->text.data() + value->text.size(), number);
  return number;
}

bool truth_at(const JsonValue& json, std::string_view name) {
  const JsonValue* value = json.find(name);
  return value != nullptr && value->truth;
}

std::vector<std::string> texts_at(const JsonValue& json, std::string_view name) {
  std::vector<std::string> texts;
  if (const JsonValue* list = json.find(name))
    for (const JsonValue& item : list->items) texts.push_back(item.text);
  return texts;
}

Result<const JsonValue*> member_at(const JsonValue& json, std::string_view name) {
  if (const JsonValue* found = json.find(name)) return found;
  return Error{ErrorCode::kIo, "the answer has no " + std::string(name)};
}

hdfs::FileStatus to_file_status(const JsonValue& json, const std::string& path) {
  hdfs::FileStatus status;
  const std::string suffix = json.string_at("pathSuffix").value_or("");
  status.path = suffix.empty() ? path : (path == "/" ? "" : path) + "/" + suffix;
  const std::string type = json.string_at("type").value_or("");
  status.is_directory = type == "DIRECTORY";
  status.is_symlink = type == "SYMLINK";
  status.symlink_target = json.string_at("symlink").value_or("");
  status.length_bytes = size_at(json, "length");
  status.replication = static_cast<std::uint16_t>(number_at(json, "replication"));
  status.block_size_bytes = size_at(json, "blockSize");
  status.modification_time_ms = number_at(json, "modificationTime");
  status.access_time_ms = number_at(json, "accessTime");
  status.permission = mode_at(json, "permission");
  status.owner = json.string_at("owner").value_or("");
  status.group = json.string_at("group").value_or("");
  status.file_id = size_at(json, "fileId");
  status.storage_policy = static_cast<std::uint8_t>(number_at(json, "storagePolicy"));
  status.has_acl = truth_at(json, "aclBit");
  status.is_encrypted = truth_at(json, "encBit");
  status.is_erasure_coded = truth_at(json, "ecBit");
  status.has_snapshots_enabled = truth_at(json, "snapshotEnabled");
  status.child_count = size_at(json, "childrenNum");
  return status;
}

hdfs::ContentSummary to_content_summary(const JsonValue& json) {
  hdfs::ContentSummary sum;
  sum.length_bytes = size_at(json, "length");
  // A quota usage says how many names there are, and nothing of what they are.
  sum.file_count = size_at(json, json.find("fileCount") ? "fileCount" : "fileAndDirectoryCount");
  sum.directory_count = size_at(json, "directoryCount");
  sum.space_consumed_bytes = size_at(json, "spaceConsumed");
  sum.quota = number_at(json, "quota", -1);
  sum.space_quota_bytes = number_at(json, "spaceQuota", -1);
  sum.snapshot_length_bytes = size_at(json, "snapshotLength");
  sum.snapshot_file_count = size_at(json, "snapshotFileCount");
  sum.snapshot_directory_count = size_at(json, "snapshotDirectoryCount");
  sum.snapshot_space_consumed_bytes = size_at(json, "snapshotSpaceConsumed");
  sum.erasure_coding_policy = json.string_at("ecPolicy").value_or("");
  if (const JsonValue* types = json.find("typeQuota"))
    for (const auto& [type, quota] : types->members)
      sum.type_quotas.push_back({type, number_at(quota, "quota", -1), size_at(quota, "consumed")});
  return sum;
}

hdfs::AclStatus to_acl_status(const JsonValue& json) {
  hdfs::AclStatus status;
  status.owner = json.string_at("owner").value_or("");
  status.group = json.string_at("group").value_or("");
  status.sticky = truth_at(json, "stickyBit");
  status.permission = mode_at(json, "permission");
  for (const std::string& text : texts_at(json, "entries"))
    if (auto entries = hdfs::parse_acl(text, true))
      status.entries.insert(status.entries.end(), entries->begin(), entries->end());
  return status;
}

hdfs::StoragePolicy to_storage_policy(const JsonValue& json) {
  return {.id = static_cast<std::uint32_t>(number_at(json, "id")),
          .name = json.string_at("name").value_or(""),
          .storage_types = texts_at(json, "storageTypes"),
          .creation_fallbacks = texts_at(json, "creationFallbacks"),
          .replication_fallbacks = texts_at(json, "replicationFallbacks")};
}

hdfs::BlockLocation to_block_location(const JsonValue& json) {
  hdfs::BlockLocation location;
  location.offset_bytes = size_at(json, "offset");
  location.length_bytes = size_at(json, "length");
  location.hosts = texts_at(json, "hosts");
  location.names = texts_at(json, "names");
  location.topology_paths = texts_at(json, "topologyPaths");
  location.corrupt = truth_at(json, "corrupt");
  location.storage_types = texts_at(json, "storageTypes");
  return location;
}

}  // namespace mammoth::webhdfs_client
