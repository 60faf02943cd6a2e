#include <algorithm>

#include "common/hdfs/view_file_system.h"
#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

class Df final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(0, kAnyNumber, {"h"});
    TRY(format.parse(arguments));
    human_ = format.has("h");
    if (arguments.empty()) arguments.emplace_back("/");
    return {};
  }

  Result<void> process_arguments(std::vector<PathData>& items) override {
    const bool has_views =
        !items.empty() && std::ranges::all_of(items, [](const PathData& item) {
          return hdfs::view_of(*item.file_system) != nullptr;
        });
    shows_mounts_ = has_views;
    table_ = Table(has_views ? 6 : 5);
    std::vector<std::string> header = {"Filesystem", "Size", "Used", "Available", "Use%"};
    if (has_views) header.emplace_back("Mounted on");
    table_.set_header(std::move(header));
    for (std::size_t column = 1; column < 5; ++column) table_.align_right(column);
    TRY(Command::process_arguments(items));
    if (!table_.empty()) out().write(table_.to_string());
    return {};
  }

  Result<void> process_path(PathData& item) override {
    if (hdfs::ViewFileSystem* view = hdfs::view_of(*item.file_system))
      return add_mounts(*view, item.path);
    add(item.file_system->uri(), TRY(item.file_system->file_system_status(item.path)), "/");
    return {};
  }

 private:
  // The link that has the path, or all of those below it (Hadoop: ViewFileSystemUtil.getStatus).
  Result<void> add_mounts(hdfs::ViewFileSystem& view, const std::string& path) {
    const auto is_within = [](const std::string& inner, const std::string& outer) {
      return outer == "/" || inner == outer || inner.starts_with(outer + "/");
    };
    std::vector<std::pair<hdfs::MountPoint, std::string>> wanted;
    for (const hdfs::MountPoint& mount : view.table().mount_points()) {
      if (is_within(path, mount.path)) {
        wanted = {{mount, path}};
        break;
      }
      if (shares_first_step(path, mount.path)) wanted.emplace_back(mount, mount.path);
    }
    if (wanted.empty())
      return Error{ErrorCode::kRemote,
                   "getStatus on path `" + path + "' is not within a mount point",
                   "org.apache.hadoop.fs.viewfs.NotInMountpointException"};
    for (const auto& [mount, of] : wanted)
      add(mount.target, TRY(view.file_system_status(of)), mount.path);
    return {};
  }

  // Hadoop shows every link that has its first component in common with the path.
  static bool shares_first_step(const std::string& path, const std::string& mount) {
    return path == "/" || path.substr(0, path.find('/', 1)) == mount.substr(0, mount.find('/', 1));
  }

  void add(const std::string& uri, const hdfs::FileSystemStatus& status,
           const std::string& mounted_on) {
    const auto size = [this](std::uint64_t bytes) {
      return size_text(static_cast<std::int64_t>(bytes), human_);
    };
    const double used = static_cast<double>(status.used_bytes);
    std::vector<std::string> row = {
        uri, size(status.capacity_bytes), size(status.used_bytes), size(status.remaining_bytes),
        percent(used / static_cast<double>(status.capacity_bytes), 0)};
    if (shows_mounts_) row.push_back(mounted_on);
    table_.add_row(std::move(row));
  }

  bool human_ = false;
  bool shows_mounts_ = false;
  Table table_{5};
};

}  // namespace

constexpr CommandInfo kDf{
    "df", "[-h] [<path> ...]",
    "Shows the capacity of file systems, and how much of it is used and free.\n"
    "-h  Sizes with K, M, G … instead of bytes.",
    &make_command<Df>};

}  // namespace mammoth::cli
