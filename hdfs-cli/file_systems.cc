#include "hdfs-cli/file_systems.h"

#include <fmt/format.h>

#include "common/config/keys.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

std::string default_file_system(const Environment& environment) {
  std::string uri = environment.configuration.get(keys::kFsDefaultFs);
  const auto warn = [&](std::string_view instead) {
    log_line(
        environment, log::Level::kWarn, "fs.FileSystem",
        fmt::format("\"{}\" is a deprecated filesystem name. Use \"{}\" instead.", uri, instead));
  };
  if (uri == "local") {
    warn("file:///");
    return "file:///";
  }
  if (uri.find('/') == std::string::npos) {
    warn("hdfs://" + uri + "/");
    return "hdfs://" + uri;
  }
  return uri;
}

Result<FileSystems::Pointer> FileSystems::open(const std::string& uri) {
  const std::string key = fmt::format("{}://{}", scheme_of(uri), authority_of(uri));
  const std::scoped_lock lock(mutex_);
  if (const auto found = opened_.find(key); found != opened_.end()) return found->second;
  Pointer opened = TRY(environment_.open_file_system(uri, environment_.configuration));
  opened->set_verify_checksums(local_checksums_.verify);
  if (opened->scheme() == "file") opened = with_local_checksums(opened, local_checksums_);
  opened_.emplace(key, opened);
  return opened;
}

Result<FileSystems::Pointer> FileSystems::default_one() {
  const std::string uri = default_file_system(environment_);
  if (uri.find(':') == std::string::npos) return bad_arguments("No scheme in default FS: " + uri);
  return open(uri);
}

Result<FileSystems::Pointer> FileSystems::local() {
  return open("file:///");
}

Result<FileSystems::Pointer> FileSystems::of(const Path& path) {
  if (!path.scheme() && !path.authority()) return default_one();
  const std::string scheme = path.scheme().value_or("null");
  if (!path.authority() && scheme == scheme_of(default_file_system(environment_)))
    return default_one();
  Result<Pointer> opened = open(
      fmt::format("{}://{}{}", scheme, path.authority().value_or(""), path.authority() ? "" : "/"));
  if (!opened && scheme == "viewfs")
    log_line(environment_, log::Level::kWarn, "fs.FileSystem",
             fmt::format("Failed to initialize filesystem {}://{}{}: java.io.IOException: {}", scheme,
                         path.authority().value_or(""), path.path(), opened.error().message));
  return opened;
}

std::string FileSystems::working_directory(const hdfs::FileSystem& file_system) const {
  return file_system.scheme() == "file" ? environment_.working_directory
                                        : file_system.home_directory();
}

Path FileSystems::qualify(const hdfs::FileSystem& file_system, const Path& path) const {
  return path.qualified(file_system.uri(), working_directory(file_system));
}

}  // namespace mammoth::cli
