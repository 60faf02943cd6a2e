#include "common/hdfs/hdfs_file_system.h"

#include <fmt/format.h>

namespace mammoth::hdfs {

HdfsFileSystem::HdfsFileSystem(std::shared_ptr<HdfsClient> client, std::string home_prefix)
    : client_(std::move(client)), home_prefix_(std::move(home_prefix)) {}

HdfsFileSystem::~HdfsFileSystem() = default;

std::string HdfsFileSystem::uri() const {
  return "hdfs://" + client_->namenode.address().to_string();
}

std::string HdfsFileSystem::home_directory() const {
  return fmt::format("{}/{}", home_prefix_, client_->namenode.user());
}

HedgedReadMetrics HdfsFileSystem::hedged_read_metrics() const {
  return client_->hedged.metrics();
}

std::string HdfsFileSystem::trash_root(const std::string& path) {
  if (server_defaults(path).snapshot_trash_roots)
    if (const auto directories = snapshottable_directories())
      for (const SnapshottableDirectory& directory : *directories) {
        const std::string& root = directory.status.path;
        const std::string above = root.ends_with('/') ? root : root + "/";
        if (path.starts_with(above)) return above + ".Trash/" + client_->namenode.user();
      }
  return home_directory() + "/.Trash";
}

}  // namespace mammoth::hdfs
