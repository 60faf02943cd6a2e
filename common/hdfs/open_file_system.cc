// From a URI to the file system that its scheme means.
#include <fmt/format.h>

#include "common/config/configuration.h"
#include "common/config/keys.h"
#include "common/base/clock.h"
#include "common/hdfs/hdfs_admin.h"
#include "common/hdfs/hdfs_file_system.h"
#include "common/hdfs/link_following.h"
#include "common/hdfs/local_file_system.h"
#include "common/hdfs/open_namenode.h"
#include "common/hdfs/user_identity.h"
#include "common/hdfs/view_file_system.h"

namespace mammoth::hdfs {

namespace {

constexpr std::uint16_t kDefaultNamenodePort = 8020;

struct Uri {
  std::string scheme;
  std::string authority;
};

Uri split(std::string_view uri) {
  Uri parts;
  const auto colon = uri.find("://");
  if (colon == std::string_view::npos) {
    parts.scheme = uri.substr(0, uri.find(':'));
    return parts;
  }
  parts.scheme = uri.substr(0, colon);
  const auto rest = uri.substr(colon + 3);
  parts.authority = rest.substr(0, rest.find('/'));
  return parts;
}

Result<HostPort> namenode_address(std::string_view uri) {
  const Uri parts = split(uri);
  if (parts.authority.empty())
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("{} names no NameNode; write hdfs://HOST:PORT", uri)};
  return parse_host_port(parts.authority, kDefaultNamenodePort);
}

auto opener(std::string_view user, const Configuration& configuration) {
  return [user = std::string(user), configuration](const std::string& uri) {
    return open_file_system_as(user, uri, configuration);
  };
}

LinkPolicy link_policy(const Configuration& c) {
  if (!c.get_bool(keys::kFsClientResolveRemoteSymlinks)) return LinkPolicy::kRefused;
  return c.get_bool(keys::kDfsNamenodeSymlinksEnabled) ? LinkPolicy::kFollow
                                                       : LinkPolicy::kSwitchedOff;
}

Result<std::shared_ptr<FileSystem>> open_hdfs(std::string_view user, std::string_view uri,
                                              const Configuration& configuration) {
  auto settings = TRY(ClientSettings::from(configuration));
  auto address = TRY(namenode_address(uri));
  auto client =
      std::make_shared<HdfsClient>(std::move(address), std::string(user), configuration, settings);
  auto hdfs = std::make_shared<HdfsFileSystem>(std::move(client),
                                               configuration.get(keys::kDfsUserHomeDirPrefix));
  LinkFollowing::Options options;
  options.policy = link_policy(configuration);
  options.link_target = [hdfs](const std::string& path) { return hdfs->link_target(path); };
  options.open = opener(user, configuration);
  return std::shared_ptr<FileSystem>(
      std::make_shared<LinkFollowing>(std::move(hdfs), std::move(options)));
}

RenameStrategy rename_strategy(const std::string& name) {
  if (name == "SAME_MOUNTPOINT") return RenameStrategy::kSameMountPoint;
  return name == "SAME_TARGET_URI_ACROSS_MOUNTPOINT" ? RenameStrategy::kSameTarget
                                                     : RenameStrategy::kSameFileSystem;
}

Result<std::shared_ptr<FileSystem>> open_view(std::string_view user, const std::string& authority,
                                              const Configuration& configuration) {
  TRY(configuration.validate());
  std::string table = authority;
  if (table.empty()) table = configuration.get(keys::kFsViewfsMounttableDefaultNameKey);
  if (configuration.get_bool(keys::kFsViewfsIgnorePortInMountTableName))
    table = table.substr(0, table.find(':'));
  ViewFileSystem::Options options;
  options.name = authority;
  options.user = user;
  options.group = primary_group(options.user);
  options.now_ms = SystemClock().wall_ms();
  options.rename = rename_strategy(configuration.get(keys::kFsViewfsRenameStrategy));
  options.links_as_symlinks = configuration.get_bool(keys::kFsViewfsMountLinksAsSymlinks);
  options.open = opener(user, configuration);
  return std::shared_ptr<FileSystem>(std::make_shared<ViewFileSystem>(
      TRY(MountTable::read(configuration, table, "viewfs://")), std::move(options)));
}

}  // namespace

Result<std::shared_ptr<FileSystem>> open_file_system(std::string_view uri,
                                                     const Configuration& configuration) {
  return open_file_system_as(current_user(), uri, configuration);
}

Result<std::shared_ptr<FileSystem>> open_file_system_as(std::string_view user, std::string_view uri,
                                                        const Configuration& configuration) {
  const Uri parts = split(uri);
  if (parts.scheme == "file")
    return std::shared_ptr<FileSystem>(std::make_shared<LocalFileSystem>(
        static_cast<std::uint16_t>(configuration.get_int(keys::kFsPermissionsUmaskMode))));
  if (parts.scheme == "viewfs") return open_view(user, parts.authority, configuration);
  if (parts.scheme != "hdfs")
    return Error{ErrorCode::kUnsupportedOperation,
                 fmt::format("No FileSystem for scheme \"{}\"", parts.scheme)};
  return open_hdfs(user, uri, configuration);
}

Result<std::unique_ptr<NamenodeProxy>> open_namenode(std::string_view uri,
                                                     const Configuration& configuration) {
  if (split(uri).scheme != "hdfs")
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("FileSystem {} is not an HDFS file system", uri)};
  TRY(configuration.validate());
  auto address = TRY(namenode_address(uri));
  return std::make_unique<NamenodeProxy>(std::move(address), current_user(), configuration);
}

Result<std::unique_ptr<Admin>> open_admin(std::string_view uri,
                                          const Configuration& configuration) {
  return std::unique_ptr<Admin>(
      std::make_unique<HdfsAdmin>(TRY(open_namenode(uri, configuration))));
}

}  // namespace mammoth::hdfs
