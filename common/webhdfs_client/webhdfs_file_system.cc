#include "common/webhdfs_client/webhdfs_file_system.h"

#include <fmt/format.h>

#include "common/config/configuration.h"
#include "common/config/keys.h"
#include "common/hdfs/client_settings.h"
#include "common/hdfs/path.h"
#include "common/hdfs/user_identity.h"
#include "common/webhdfs_client/json_status.h"

namespace mammoth::webhdfs_client {

using http::JsonValue;

namespace {

constexpr std::uint16_t kDefaultHttpPort = 9870;

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

}  // namespace

Result<std::shared_ptr<hdfs::FileSystem>> open_file_system(std::string_view uri,
                                                           const Configuration& configuration) {
  if (hdfs::scheme_of(uri) != "webhdfs") return hdfs::open_file_system(uri, configuration);
  const std::string_view authority = hdfs::authority_of(uri);
  if (authority.empty())
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("{} names no NameNode; write webhdfs://HOST:PORT", uri)};
  auto server = TRY(parse_host_port(authority, kDefaultHttpPort));
  const auto settings = TRY(hdfs::ClientSettings::from(configuration));
  WebHdfsFileSystem::Options options;
  options.umask = settings.umask;
  options.replication = settings.replication;
  options.block_size_bytes = settings.block_size_bytes;
  options.home_prefix = configuration.get(keys::kDfsUserHomeDirPrefix);
  const http::ClientTimeouts timeouts{.connect = settings.socket_timeout,
                                      .read = settings.socket_timeout};
  auto service =
      std::make_shared<const Service>(std::move(server), hdfs::current_user(), timeouts);
  return std::shared_ptr<hdfs::FileSystem>(
      std::make_shared<WebHdfsFileSystem>(std::move(service), std::move(options)));
}

WebHdfsFileSystem::WebHdfsFileSystem(std::shared_ptr<const Service> service, Options options)
    : service_(std::move(service)), options_(std::move(options)) {}

std::string WebHdfsFileSystem::uri() const {
  return "webhdfs://" + service_->server().to_string();
}

std::string WebHdfsFileSystem::home_directory() const {
  return options_.home_prefix + "/" + service_->user();
}

hdfs::ServerDefaults WebHdfsFileSystem::server_defaults(std::string_view) {
  hdfs::ServerDefaults defaults{.block_size_bytes = options_.block_size_bytes,
                                .replication = options_.replication};
  const auto answer = service_->ask({"GET", "GETSERVERDEFAULTS", "/"});
  const JsonValue* told = answer ? answer->find("FsServerDefaults") : nullptr;
  if (told == nullptr) return defaults;
  defaults.bytes_per_checksum = static_cast<std::uint32_t>(number_at(*told, "bytesPerChecksum"));
  defaults.write_packet_size_bytes =
      static_cast<std::uint32_t>(number_at(*told, "writePacketSize"));
  defaults.trash_interval_minutes = static_cast<std::uint64_t>(number_at(*told, "trashInterval"));
  return defaults;
}

Result<hdfs::FileStatus> WebHdfsFileSystem::status_by(std::string name,
                                                      const std::string& path) const {
  const JsonValue answer = TRY(service_->ask({"GET", std::move(name), path}));
  return to_file_status(*TRY(member_at(answer, "FileStatus")), path);
}

Result<hdfs::FileStatus> WebHdfsFileSystem::status(const std::string& path) {
  return status_by("GETFILESTATUS", path);
}

Result<hdfs::FileStatus> WebHdfsFileSystem::link_status(const std::string& path) {
  return status_by("GETFILELINKSTATUS", path);
}

Result<void> WebHdfsFileSystem::list(const std::string& path,
                                     const std::function<bool(const hdfs::FileStatus&)>& each) {
  std::string after;
  for (;;) {
    Parameters page;
    if (!after.empty()) page.emplace_back("startAfter", after);
    const JsonValue answer =
        TRY(service_->ask({"GET", "LISTSTATUS_BATCH", path, std::move(page)}));
    const JsonValue& listing = *TRY(member_at(answer, "DirectoryListing"));
    const JsonValue& partial = *TRY(member_at(listing, "partialListing"));
    const JsonValue& statuses = *TRY(member_at(partial, "FileStatuses"));
    const JsonValue& entries = *TRY(member_at(statuses, "FileStatus"));
    for (const JsonValue& entry : entries.items) {
      after = entry.string_at("pathSuffix").value_or("");
      if (!each(to_file_status(entry, path))) return {};
    }
    if (entries.items.empty() || number_at(listing, "remainingEntries") <= 0) return {};
  }
}

Parameters WebHdfsFileSystem::mode_parameters(std::uint16_t permission,
                                              const std::optional<std::uint16_t>& masked) const {
  const unsigned left = masked.value_or(static_cast<std::uint16_t>(permission & ~options_.umask));
  return {{"permission", fmt::format("{:o}", left)},
          {"unmaskedpermission", fmt::format("{:o}", permission)}};
}

Result<bool> WebHdfsFileSystem::mkdirs(const std::string& path, std::uint16_t permission) {
  return service_->ask_boolean({"PUT", "MKDIRS", path, mode_parameters(permission, {})});
}

// WebHDFS has only the one that makes parents too.
Result<bool> WebHdfsFileSystem::mkdir(const std::string& path, std::uint16_t permission) {
  TRY(status(parent_of(path)));
  return mkdirs(path, permission);
}

Result<bool> WebHdfsFileSystem::rename(const std::string& source, const std::string& target) {
  return service_->ask_boolean({"PUT", "RENAME", source, {{"destination", target}}});
}

Result<void> WebHdfsFileSystem::rename2(const std::string& source, const std::string& target,
                                        bool overwrite) {
  return change("RENAME", source,
                {{"destination", target}, {"renameoptions", overwrite ? "OVERWRITE" : "NONE"}});
}

Result<bool> WebHdfsFileSystem::remove(const std::string& path, bool recursive) {
  return service_->ask_boolean(
      {"DELETE", "DELETE", path, {{"recursive", recursive ? "true" : "false"}}});
}

Result<hdfs::ContentSummary> WebHdfsFileSystem::content_summary(const std::string& path) {
  const JsonValue answer = TRY(service_->ask({"GET", "GETCONTENTSUMMARY", path}));
  return to_content_summary(*TRY(member_at(answer, "ContentSummary")));
}

Result<hdfs::ContentSummary> WebHdfsFileSystem::quota_usage(const std::string& path) {
  const JsonValue answer = TRY(service_->ask({"GET", "GETQUOTAUSAGE", path}));
  return to_content_summary(*TRY(member_at(answer, "QuotaUsage")));
}

Result<hdfs::FileSystemStatus> WebHdfsFileSystem::file_system_status(const std::string& path) {
  const JsonValue answer = TRY(service_->ask({"GET", "GETSTATUS", path}));
  const JsonValue& status = *TRY(member_at(answer, "FsStatus"));
  return hdfs::FileSystemStatus{static_cast<std::uint64_t>(number_at(status, "capacity")),
                                static_cast<std::uint64_t>(number_at(status, "used")),
                                static_cast<std::uint64_t>(number_at(status, "remaining"))};
}

std::string WebHdfsFileSystem::trash_root(const std::string& path) {
  const auto answer = service_->ask({"GET", "GETTRASHROOT", path});
  const auto root = answer ? answer->string_at("Path") : std::nullopt;
  return root.value_or(home_directory() + "/.Trash");
}

}  // namespace mammoth::webhdfs_client
