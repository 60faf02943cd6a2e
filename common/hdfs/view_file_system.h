// ViewFileSystem: many file systems as one tree, by a mount table in the client's configuration,
// for viewfs://NAME/ (Hadoop: fs.viewfs.ViewFileSystem). A path below a link goes to the link's
// file system; the directories above the links are the view's own and cannot be changed, but where
// there is a fallback. Renames stay within one link, unless fs.viewfs.rename.strategy says more.
//
// Statuses bear paths of the view. Thread-safe; a file system is opened when it is first needed.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "common/hdfs/mount_table.h"
#include "common/hdfs/routed_file_system.h"

namespace mammoth::hdfs {

// Hadoop: ViewFileSystem.RenameStrategy.
enum class RenameStrategy : std::uint8_t { kSameMountPoint, kSameTarget, kSameFileSystem };

class ViewFileSystem final : public RoutedFileSystem<ViewFileSystem> {
 public:
  struct Options {
    std::string name{};  // of the mount table, or empty for the default one
    std::string user{};
    std::string group{};  // his first one
    std::int64_t now_ms = 0;
    RenameStrategy rename = RenameStrategy::kSameMountPoint;
    bool links_as_symlinks = true;  // fs.viewfs.mount.links.as.symlinks
    std::function<Result<std::shared_ptr<FileSystem>>(const std::string& uri)> open{};
  };

  // A path of the view on the file system that has it; of an internal directory, the view itself.
  struct Place {
    std::shared_ptr<FileSystem> file_system;  // null: an internal directory
    std::string root{};                       // the link's directory there
    std::string path{};
    MountTable::Resolution resolution{};
  };

  ViewFileSystem(MountTable table, Options options)
      : table_(std::move(table)), options_(std::move(options)) {}

  std::string uri() const override;
  std::string scheme() const override { return "viewfs"; }
  std::string home_directory() const override;
  ServerDefaults server_defaults(std::string_view path) override;
  std::string trash_root(const std::string& path) override;
  Result<std::vector<StoragePolicy>> storage_policies() override;
  Result<std::vector<SnapshottableDirectory>> snapshottable_directories() override;

  Result<std::unique_ptr<FileWriter>> create(const std::string& path,
                                             const CreateOptions& options) override;
  Result<bool> mkdirs(const std::string& path, std::uint16_t permission) override;
  Result<bool> mkdir(const std::string& path, std::uint16_t permission) override;
  Result<bool> remove(const std::string& path, bool recursive) override;
  Result<FileStatus> status(const std::string& path) override;
  Result<FileStatus> link_status(const std::string& path) override;
  Result<void> list(const std::string& path,
                    const std::function<bool(const FileStatus&)>& each) override;
  Result<bool> rename(const std::string& source, const std::string& target) override;
  Result<void> rename2(const std::string& source, const std::string& target,
                       bool overwrite) override;
  Result<void> concat(const std::string& target, const std::vector<std::string>& sources) override;
  Result<ContentSummary> content_summary(const std::string& path) override;
  Result<FileSystemStatus> file_system_status(const std::string& path) override;
  Result<AclStatus> acl_status(const std::string& path) override;
  Result<void> access(const std::string& path, int mode) override;

  const MountTable& table() const { return table_; }
  Result<Place> find(const std::string& path, bool resolve_last);

  template <class Call>
  auto on(std::string_view operation, const std::string& path, Call call)
      -> decltype(call(std::declval<FileSystem&>(), path)) {
    const Place place = TRY(find(path, true));
    if (!place.file_system) return refuse_in_directory(operation, place);
    return call(*place.file_system, place.path);
  }

 private:
  Result<Place> place_of(MountTable::Resolution resolution);
  Result<Place> place_to_rename(const std::string& path, bool is_target);
  // The same path on the fallback; nothing where there is none.
  Result<std::optional<Place>> on_fallback(const Place& directory);
  Error refuse_in_directory(std::string_view operation, const Place& place) const;
  Error read_only(std::string_view operation, const std::string& path) const;
  Result<void> may_rename(const Place& source, const Place& target) const;
  Result<std::vector<FileStatus>> entries_of(const MountNode& directory);
  Result<FileStatus> entry(const MountNode& child);
  FileStatus own_status(const MountNode& node) const;
  std::string qualified(const std::string& path) const;

  const MountTable table_;
  const Options options_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<FileSystem>>
      opened_;  // by URI; guarded by mutex_
};

// Null: the file system is no view.
ViewFileSystem* view_of(FileSystem& file_system);

}  // namespace mammoth::hdfs
