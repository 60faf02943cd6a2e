#include "common/hdfs/view_file_system.h"

#include <algorithm>
#include <array>
#include <set>

#include "common/hdfs/path.h"

namespace mammoth::hdfs {

namespace {

constexpr std::uint16_t kReadOnlyDirectory = 0555;

// Hadoop's NotInMountpointException, which is an UnsupportedOperationException.
Error not_in_mount_point(std::string_view operation, std::string_view path) {
  return {ErrorCode::kRemote,
          fmt::format("{} on path `{}' is not within a mount point", operation, path),
          "org.apache.hadoop.fs.viewfs.NotInMountpointException"};
}

std::string below(const std::string& root, const std::string& path) {
  if (root == "/") return path;
  return path == "/" ? root : root + path;
}

std::string without_root(const std::string& root, const std::string& path) {
  if (root == "/") return path;
  return path.size() > root.size() ? path.substr(root.size()) : "/";
}

std::string last_of(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

ViewFileSystem* view_of(FileSystem& file_system) {
  return dynamic_cast<ViewFileSystem*>(&file_system);
}

std::string ViewFileSystem::uri() const {
  return options_.name.empty() ? "viewfs:///" : "viewfs://" + options_.name;
}

std::string ViewFileSystem::qualified(const std::string& path) const {
  return Path(std::nullopt, std::nullopt, path).qualified(uri(), "/").to_string();
}

std::string ViewFileSystem::home_directory() const {
  return join_path(table_.home_prefix(), options_.user);
}

Error ViewFileSystem::read_only(std::string_view operation, const std::string& path) const {
  return {ErrorCode::kAccessDenied,
          fmt::format("InternalDir of ViewFileSystem is readonly, operation {} not permitted on "
                      "path {}.",
                      operation, path)};
}

Error ViewFileSystem::refuse_in_directory(std::string_view operation, const Place& place) const {
  static constexpr auto kReads = std::to_array<std::string_view>(
      {"getXAttrs", "getQuotaUsage", "getServerDefaults", "getStoragePolicy"});
  static constexpr auto kOfFiles =
      std::to_array<std::string_view>({"open", "getFileChecksum", "getFileBlockLocations"});
  if (std::ranges::find(kReads, operation) != kReads.end())
    return not_in_mount_point(operation, place.resolution.remaining);
  if (std::ranges::find(kOfFiles, operation) != kOfFiles.end())
    return {ErrorCode::kFileNotFound, "Path points to dir not a file"};
  return read_only(operation, place.resolution.remaining);
}

Result<ViewFileSystem::Place> ViewFileSystem::place_of(MountTable::Resolution resolution) {
  if (resolution.is_directory()) return Place{nullptr, "", "", std::move(resolution)};
  const Path target = TRY(Path::parse(resolution.target));
  const std::string uri =
      fmt::format("{}://{}{}", target.scheme().value_or("file"), target.authority().value_or(""),
                  target.authority() ? "" : "/");
  const std::string root = target.path().empty() ? "/" : target.path();
  const std::string path = below(root, resolution.remaining);
  const std::scoped_lock lock(mutex_);
  auto& opened = opened_[uri];
  if (!opened) {
    auto answer = options_.open(uri);
    if (!answer)
      return Error{ErrorCode::kIo,
                   "Could not initialize target File System for URI : " + resolution.target};
    opened = *answer;
  }
  return Place{opened, root, path, std::move(resolution)};
}

Result<ViewFileSystem::Place> ViewFileSystem::find(const std::string& path, bool resolve_last) {
  return place_of(TRY(table_.resolve(path, resolve_last)));
}

Result<std::optional<ViewFileSystem::Place>> ViewFileSystem::on_fallback(const Place& directory) {
  if (!table_.fallback()) return std::optional<Place>();
  const std::string path =
      normalize_path(join_path(directory.resolution.resolved, directory.resolution.remaining));
  return std::optional<Place>(TRY(place_of({nullptr, *table_.fallback(), "/", path, false})));
}

FileStatus ViewFileSystem::own_status(const MountNode& node) const {
  FileStatus status;
  status.path = node.full_path;
  status.is_directory = !node.is_link();
  status.is_symlink = node.is_link();
  if (node.is_link()) status.symlink_target = *node.target;
  status.permission = kReadOnlyDirectory;
  status.modification_time_ms = status.access_time_ms = options_.now_ms;
  status.owner = options_.user;
  status.group = options_.group;
  return status;
}

Result<FileStatus> ViewFileSystem::entry(const MountNode& child) {
  if (!child.is_link() || options_.links_as_symlinks) return own_status(child);
  return status(child.full_path);
}

Result<std::vector<FileStatus>> ViewFileSystem::entries_of(const MountNode& directory) {
  std::map<std::string, FileStatus> entries;
  if (table_.fallback()) {
    const Place there =
        TRY(place_of({nullptr, *table_.fallback(), "/", directory.full_path, false}));
    const Result<void> listed = there.file_system->list(there.path, [&](const FileStatus& found) {
      FileStatus shown = found;
      shown.path = join_path(directory.full_path, last_of(found.path));
      entries.emplace(last_of(found.path), std::move(shown));
      return true;
    });
    const bool missing = !listed && listed.error().code == ErrorCode::kFileNotFound;
    if (!listed && !(missing && directory.full_path != "/")) return listed.error();
  }
  for (const auto& [name, child] : directory.children) {
    // a link hides what the fallback has; a directory does not hide the fallback's
    if (child->is_link() || !entries.contains(name)) entries[name] = TRY(entry(*child));
  }
  std::vector<FileStatus> all;
  for (auto& [name, status] : entries) all.push_back(std::move(status));
  return all;
}

Result<FileStatus> ViewFileSystem::status(const std::string& path) {
  const Place place = TRY(find(path, true));
  if (!place.file_system) return own_status(*place.resolution.node);
  FileStatus status = TRY(place.file_system->status(place.path));
  status.path = path;
  return status;
}

Result<FileStatus> ViewFileSystem::link_status(const std::string& path) {
  // As FileSystem.getFileLinkStatus, which ViewFileSystem does not override.
  return status(path);
}

Result<void> ViewFileSystem::list(const std::string& path,
                                  const std::function<bool(const FileStatus&)>& each) {
  const Place place = TRY(find(path, true));
  if (!place.file_system) {
    for (const FileStatus& found : TRY(entries_of(*place.resolution.node)))
      if (!each(found)) return {};
    return {};
  }
  const std::string& mounted_on = place.resolution.resolved;
  return place.file_system->list(place.path, [&](const FileStatus& found) {
    FileStatus shown = found;
    shown.path = below(mounted_on, without_root(place.root, found.path));
    return each(shown);
  });
}

Result<std::unique_ptr<FileWriter>> ViewFileSystem::create(const std::string& path,
                                                           const CreateOptions& options) {
  const Result<Place> found = find(path, false);
  if (!found && found.error().code == ErrorCode::kFileNotFound)
    return read_only("create", qualified(path));
  const Place place = TRY(found);
  if (place.file_system) return place.file_system->create(place.path, options);
  if (place.resolution.remaining == "/")
    return Error{ErrorCode::kFileAlreadyExists,
                 "/ is not a file. The directory / already exist at: " + place.resolution.resolved};
  const std::optional<Place> there = TRY(on_fallback(place));
  // Hadoop's create(f) asks for the defaults of the path first.
  if (!there && !options.replication)
    return not_in_mount_point("getDefaultReplication", qualified(path));
  if (!there) return read_only("create", place.resolution.remaining);
  const auto& children = place.resolution.node->children;
  if (const auto child = children.find(last_of(path)); child != children.end())
    return Error{ErrorCode::kFileAlreadyExists,
                 "A mount path(file/dir) already exist with the requested path: " +
                     child->second->full_path};
  return there->file_system->create(there->path, options);
}

Result<bool> ViewFileSystem::mkdirs(const std::string& path, std::uint16_t permission) {
  const Place place = TRY(find(path, false));
  if (place.file_system) return place.file_system->mkdirs(place.path, permission);
  if (place.resolution.node->children.contains(last_of(place.resolution.remaining))) return true;
  const std::optional<Place> there = TRY(on_fallback(place));
  if (!there) return read_only("mkdirs", place.resolution.remaining);
  return there->file_system->mkdirs(there->path, permission);
}

Result<bool> ViewFileSystem::mkdir(const std::string& path, std::uint16_t permission) {
  return mkdirs(path, permission);
}

Result<bool> ViewFileSystem::remove(const std::string& path, bool recursive) {
  const Place place = TRY(find(path, true));
  if (!place.file_system || place.resolution.remaining == "/")
    return read_only("delete", qualified(path));
  return place.file_system->remove(place.path, recursive);
}

Result<ViewFileSystem::Place> ViewFileSystem::place_to_rename(const std::string& path,
                                                              bool is_target) {
  const Place parent = TRY(find(path, false));
  if (parent.file_system) return parent;
  if (!table_.fallback()) return read_only("rename", qualified(path));
  Place whole = TRY(find(path, true));
  if (whole.file_system && (is_target || !whole.resolution.by_link)) return whole;
  if (!is_target) return read_only("rename", qualified(path));
  return place_of({nullptr, *table_.fallback(), "/", whole.resolution.resolved, false});
}

Result<void> ViewFileSystem::may_rename(const Place& source, const Place& target) const {
  const auto same = [&] {
    switch (options_.rename) {
      case RenameStrategy::kSameFileSystem:
        return source.file_system == target.file_system;
      case RenameStrategy::kSameTarget:
        return source.resolution.target == target.resolution.target;
      case RenameStrategy::kSameMountPoint:
        return source.resolution.node == target.resolution.node &&
               !source.resolution.by_expression && !target.resolution.by_expression;
    }
    return false;
  };
  if (same()) return {};
  return Error{ErrorCode::kIo, "Renames across Mount points not supported"};
}

Result<bool> ViewFileSystem::rename(const std::string& source, const std::string& target) {
  const Place from = TRY(place_to_rename(source, false));
  const Place to = TRY(place_to_rename(target, true));
  TRY(may_rename(from, to));
  return from.file_system->rename(from.path, to.path);
}

Result<void> ViewFileSystem::rename2(const std::string& source, const std::string& target,
                                     bool overwrite) {
  const Place from = TRY(place_to_rename(source, false));
  const Place to = TRY(place_to_rename(target, true));
  TRY(may_rename(from, to));
  return from.file_system->rename2(from.path, to.path, overwrite);
}

Result<void> ViewFileSystem::concat(const std::string&, const std::vector<std::string>&) {
  return Error{ErrorCode::kUnsupportedOperation,
               "Not implemented by the ViewFileSystem FileSystem implementation"};
}

Result<void> ViewFileSystem::access(const std::string& path, int mode) {
  const Place place = TRY(find(path, true));
  if (place.file_system) return place.file_system->access(place.path, mode);
  if ((mode & 2) == 0) return {};
  return Error{
      ErrorCode::kAccessDenied,
      fmt::format("Permission denied: user={}, path=\"{}\":{}:{}:dr-xr-xr-x", options_.user,
                  place.resolution.resolved, options_.user, options_.group)};
}

Result<AclStatus> ViewFileSystem::acl_status(const std::string& path) {
  const Place place = TRY(find(path, true));
  if (place.file_system) return place.file_system->acl_status(place.path);
  return AclStatus{.owner = options_.user,
                   .group = options_.group,
                   .sticky = false,
                   .permission = kReadOnlyDirectory,
                   .entries = {}};
}

Result<ContentSummary> ViewFileSystem::content_summary(const std::string& path) {
  const Place place = TRY(find(path, true));
  if (place.file_system) return place.file_system->content_summary(place.path);
  ContentSummary sum;
  sum.directory_count = 1;
  for (const FileStatus& child : TRY(entries_of(*place.resolution.node))) {
    const ContentSummary one = TRY(content_summary(child.path));
    sum.length_bytes += one.length_bytes;
    sum.file_count += one.file_count;
    sum.directory_count += one.directory_count;
  }
  return sum;
}

Result<FileSystemStatus> ViewFileSystem::file_system_status(const std::string& path) {
  const Place place = TRY(find(path, true));
  if (place.file_system) return place.file_system->file_system_status(place.path);
  FileSystemStatus sum;
  for (const FileStatus& child : TRY(entries_of(*place.resolution.node))) {
    const FileSystemStatus one = TRY(file_system_status(child.path));
    sum.capacity_bytes += one.capacity_bytes;
    sum.used_bytes += one.used_bytes;
    sum.remaining_bytes += one.remaining_bytes;
  }
  return sum;
}

ServerDefaults ViewFileSystem::server_defaults(std::string_view path) {
  const Result<Place> place = find(std::string(path), true);
  if (!place || !place->file_system) return {};
  return place->file_system->server_defaults(place->path);
}

std::string ViewFileSystem::trash_root(const std::string& path) {
  const Result<Place> place = find(path, true);
  if (!place || !place->file_system) return home_directory() + "/.Trash";
  return place->file_system->trash_root(place->path);
}

Result<std::vector<StoragePolicy>> ViewFileSystem::storage_policies() {
  std::vector<StoragePolicy> all;
  std::set<std::string> seen;
  for (const MountPoint& mount : table_.mount_points()) {
    const Place place = TRY(find(mount.path, true));
    const auto policies = place.file_system->storage_policies();
    if (!policies) continue;
    for (const StoragePolicy& policy : *policies)
      if (seen.insert(policy.name).second) all.push_back(policy);
  }
  return all;
}

Result<std::vector<SnapshottableDirectory>> ViewFileSystem::snapshottable_directories() {
  return Error{ErrorCode::kUnsupportedOperation,
               "Snapshottable directories are listed by each mounted file system"};
}

}  // namespace mammoth::hdfs
