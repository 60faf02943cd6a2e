#include <fmt/format.h>

#include <limits>

#include "common/config/keys.h"
#include "common/hdfs/glob_pattern.h"
#include "httpfs/gateway/operations.h"

namespace mammoth::httpfs::ops {

namespace {

constexpr std::size_t kBatchEntries = 1'000;

void write(const hdfs::FileStatus& status, bool with_name, http::JsonWriter& json) {
  json.begin_object().member("pathSuffix", with_name ? status.name() : std::string());
  json.member("type", status.is_directory ? "DIRECTORY" : status.is_symlink ? "SYMLINK" : "FILE");
  if (status.is_symlink) json.member("symlink", status.symlink_target);
  json.member("length", status.length_bytes).member("owner", status.owner);
  json.member("group", status.group);
  json.member("permission", fmt::format("{:o}", status.permission));
  json.member("accessTime", status.access_time_ms);
  json.member("modificationTime", status.modification_time_ms);
  json.member("blockSize", status.block_size_bytes).member("replication", status.replication);
  json.member("childrenNum", status.child_count)
      .member("fileId", status.file_id)
      .member("storagePolicy", status.storage_policy);
  if (status.has_acl) json.member("aclBit", true);
  if (status.is_encrypted) json.member("encBit", true);
  if (status.is_erasure_coded) json.member("ecBit", true);
  json.end_object();
}

void answer_status(const Call& call, const hdfs::FileStatus& status) {
  http::JsonWriter json;
  json.begin_object().key("FileStatus");
  write(status, false, json);
  call.answer_json(json.end_object());
}

Error must_be_root(const Call& call) {
  return own_refusal(
      "java.lang.UnsupportedOperationException",
      fmt::format("Operation [{}], invalid path [{}], must be '/'", call.name, call.path));
}

void write_quotas(const hdfs::ContentSummary& sum, http::JsonWriter& json) {
  json.member("quota", sum.quota).member("spaceConsumed", sum.space_consumed_bytes);
  json.member("spaceQuota", sum.space_quota_bytes).key("typeQuota").begin_object();
  for (const auto& type : sum.type_quotas) {
    json.key(type.storage_type).begin_object().member("consumed", type.consumed_bytes);
    json.member("quota", type.quota_bytes).end_object();
  }
  json.end_object();
}

}  // namespace

Result<void> get_file_status(const Call& call) {
  answer_status(call, TRY(call.files.status(call.path)));
  return {};
}

Result<void> get_file_link_status(const Call& call) {
  answer_status(call, TRY(call.files.link_status(call.path)));
  return {};
}

// With filter= those that its glob pattern fits.
Result<void> list_status(const Call& call) {
  std::optional<hdfs::GlobPattern> filter;
  if (const auto text = call.given.text("filter")) filter = TRY(hdfs::GlobPattern::parse(*text));
  const hdfs::FileStatus self = TRY(call.files.status(call.path));
  http::JsonWriter json;
  json.begin_object().key("FileStatuses").begin_object().key("FileStatus").begin_array();
  TRY(call.files.list(call.path, [&](const hdfs::FileStatus& entry) {
    if (!filter || filter->matches(entry.name())) write(entry, self.is_directory, json);
    return true;
  }));
  call.answer_json(json.end_array().end_object().end_object());
  return {};
}

Result<void> list_status_batch(const Call& call) {
  const std::string after = call.given.text("startAfter").value_or("");
  const hdfs::FileStatus self = TRY(call.files.status(call.path));
  std::size_t count = 0;
  bool more = false;
  http::JsonWriter json;
  json.begin_object().key("DirectoryListing").begin_object().key("partialListing").begin_object();
  json.key("FileStatuses").begin_object().key("FileStatus").begin_array();
  TRY(call.files.list(call.path, [&](const hdfs::FileStatus& entry) {
    if (!after.empty() && entry.name() <= after) return true;
    more = count == kBatchEntries;
    if (more) return false;
    ++count;
    write(entry, self.is_directory, json);
    return true;
  }));
  json.end_array().end_object().end_object().member("remainingEntries", more ? 1 : 0);
  call.answer_json(json.end_object().end_object());
  return {};
}

Result<void> get_home_directory(const Call& call) {
  if (call.path != "/") {
    Error refusal = must_be_root(call);
    std::erase(refusal.message, '\'');  // as Java's MessageFormat eats them
    return refusal;
  }
  call.answer_path(call.files.home_directory());
  return {};
}

Result<void> get_content_summary(const Call& call) {
  const hdfs::ContentSummary sum = TRY(call.files.content_summary(call.path));
  http::JsonWriter json;
  json.begin_object().key("ContentSummary").begin_object();
  json.member("directoryCount", sum.directory_count).member("ecPolicy", sum.erasure_coding_policy);
  json.member("fileCount", sum.file_count).member("length", sum.length_bytes);
  write_quotas(sum, json);
  call.answer_json(json.end_object().end_object());
  return {};
}

Result<void> get_quota_usage(const Call& call) {
  const hdfs::ContentSummary sum = TRY(call.files.quota_usage(call.path));
  http::JsonWriter json;
  json.begin_object().key("QuotaUsage").begin_object();
  json.member("fileAndDirectoryCount", sum.file_count + sum.directory_count);
  write_quotas(sum, json);
  call.answer_json(json.end_object().end_object());
  return {};
}

Result<void> get_trash_root(const Call& call) {
  call.answer_path(call.files.trash_root(call.path));
  return {};
}

Result<void> get_trash_roots(const Call& call) {
  const bool all = TRY(call.given.boolean("allusers", false));
  const std::string homes = call.configuration.get(keys::kDfsUserHomeDirPrefix);
  std::vector<std::string> found;
  const auto add = [&](const std::string& home) {
    if (const auto status = call.files.status(home + "/.Trash")) found.push_back(status->path);
  };
  if (all) {
    if (const auto users = call.files.list_all(homes))
      for (const hdfs::FileStatus& home : *users) add(home.path);
  } else {
    add(call.files.home_directory());
  }
  http::JsonWriter json;
  json.begin_object();
  write_texts("Paths", found, json);
  call.answer_json(json.end_object());
  return {};
}

Result<void> get_server_defaults(const Call& call) {
  const hdfs::ServerDefaults defaults = call.files.server_defaults(call.path);
  const std::string checksum = call.configuration.get(keys::kDfsChecksumType);
  http::JsonWriter json;
  json.begin_object().key("FsServerDefaults").begin_object();
  json.member("replication", defaults.replication);
  json.member("encryptDataTransfer", call.configuration.get_bool(keys::kDfsEncryptDataTransfer));
  json.member("defaultStoragePolicyId", 7)
      .member("writePacketSize", defaults.write_packet_size_bytes);
  json.member("fileBufferSize", call.configuration.get_size(keys::kIoFileBufferSize));
  json.member("checksumType", checksum == "NULL" ? 0 : checksum == "CRC32" ? 1 : 2);
  json.member("trashInterval", defaults.trash_interval_minutes).member("keyProviderUri", "");
  json.member("blockSize", defaults.block_size_bytes);
  json.member("bytesPerChecksum", defaults.bytes_per_checksum);
  call.answer_plain_json(json.end_object().end_object());
  return {};
}

// Without fsaction= only whether the path is there.
Result<void> check_access(const Call& call) {
  const std::string action = call.given.text("fsaction").value_or("---");
  int mode = 0;
  for (std::size_t i = 0; i < action.size(); ++i) {
    if (action.size() != 3 || (action[i] != "rwx"[i] && action[i] != '-'))
      return own_refusal(
          "java.lang.IllegalArgumentException",
          fmt::format("Parameter [fsaction], invalid value [{}], value must be [[r-][w-][x-]]",
                      action));
    mode = mode << 1 | (action[i] != '-');
  }
  TRY(call.files.access(call.path, mode));
  call.exchange.respond({.headers = {{"Content-Type", "application/octet-stream; charset=utf-8"}}});
  return {};
}

Result<void> get_status(const Call& call) {
  const hdfs::FileSystemStatus status = TRY(call.files.file_system_status(call.path));
  http::JsonWriter json;
  json.begin_object().key("FsStatus").begin_object().member("used", status.used_bytes);
  json.member("remaining", status.remaining_bytes).member("capacity", status.capacity_bytes);
  call.answer_json(json.end_object().end_object());
  return {};
}

}  // namespace mammoth::httpfs::ops
