// From a URI to the file system that its scheme means.
#include <fmt/format.h>

#include "common/config/configuration.h"
#include "common/config/keys.h"
#include "common/hdfs/hdfs_admin.h"
#include "common/hdfs/hdfs_file_system.h"
#include "common/hdfs/local_file_system.h"
#include "common/hdfs/user_identity.h"

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

}  // namespace

Result<std::shared_ptr<FileSystem>> open_file_system(std::string_view uri,
                                                     const Configuration& configuration) {
  const Uri parts = split(uri);
  if (parts.scheme == "file")
    return std::shared_ptr<FileSystem>(std::make_shared<LocalFileSystem>(
        static_cast<std::uint16_t>(configuration.get_int(keys::kFsPermissionsUmaskMode))));
  if (parts.scheme != "hdfs")
    return Error{ErrorCode::kUnsupportedOperation,
                 fmt::format("No FileSystem for scheme \"{}\"", parts.scheme)};
  auto settings = TRY(ClientSettings::from(configuration));
  auto address = TRY(namenode_address(uri));
  auto client =
      std::make_shared<HdfsClient>(std::move(address), current_user(), configuration, settings);
  return std::shared_ptr<FileSystem>(std::make_shared<HdfsFileSystem>(
      std::move(client), configuration.get(keys::kDfsUserHomeDirPrefix)));
}

Result<std::unique_ptr<Admin>> open_admin(std::string_view uri,
                                          const Configuration& configuration) {
  if (split(uri).scheme != "hdfs")
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("FileSystem {} is not an HDFS file system", uri)};
  TRY(configuration.validate());
  auto address = TRY(namenode_address(uri));
  return std::unique_ptr<Admin>(std::make_unique<HdfsAdmin>(
      std::make_unique<NamenodeProxy>(std::move(address), current_user(), configuration)));
}

}  // namespace mammoth::hdfs
