// Names and the calls that change the namespace.
#include <fmt/format.h>

#include <cstring>

#include "common/hdfs/path.h"
#include "libhdfs/handles.h"

namespace mammoth::libhdfs {

Result<std::string> resolve(hdfs_internal& fs, const char* path) {
  if (path == nullptr)
    return Error{ErrorCode::kIllegalArgument, "Can not create a Path from a null string"};
  const hdfs::Path parsed = TRY(hdfs::Path::parse(path));
  const auto uri = fs.file_system->uri();
  const auto is_own = [&] {
    if (parsed.scheme() && *parsed.scheme() != hdfs::scheme_of(uri)) return false;
    const std::string own(hdfs::authority_of(uri));
    const auto& authority = parsed.authority();
    return !authority || authority->empty() || *authority == own || *authority + ":8020" == own;
  };
  if (!is_own())
    return Error{ErrorCode::kIllegalArgument,
                 fmt::format("Wrong FS: {}, expected: {}", parsed.to_string(), uri)};
  std::string here;
  {
    const std::lock_guard lock(fs.mutex);
    here = fs.working_directory;
  }
  return parsed.qualified(uri, here).path();
}

std::string qualified(const hdfs::FileSystem& file_system, const std::string& path) {
  if (file_system.scheme() == "file") return "file:" + path;
  return file_system.uri() + path;
}

}  // namespace mammoth::libhdfs

using namespace mammoth;
using namespace mammoth::libhdfs;

namespace {

// Where Hadoop answers false without a reason.
int refuse(int error_number) {
  errno = error_number;
  return -1;
}

}  // namespace

int hdfsExists(hdfsFS fs, const char* path) {
  if (path == nullptr) return refuse(EINVAL);
  return guard_done("hdfsExists", [&]() -> Result<void> {
    const std::string name = TRY(resolve(*fs, path));
    TRY(fs->file_system->status(name));
    return {};
  });
}

int hdfsDelete(hdfsFS fs, const char* path, int recursive) {
  const int deleted = guard(
      fmt::format("hdfsDelete(path={}, recursive={}): FileSystem#delete", path ? path : "(null)",
                  recursive),
      -1, [&]() -> Result<int> {
        const std::string name = TRY(resolve(*fs, path));
        const bool was_there = TRY(fs->file_system->remove(name, recursive != 0));
        return was_there ? 1 : 0;
      });
  return deleted == 0 ? refuse(EIO) : std::min(deleted, 0);
}

int hdfsRename(hdfsFS fs, const char* old_path, const char* new_path) {
  const int renamed = guard("hdfsRename: FileSystem#rename", -1, [&]() -> Result<int> {
    const std::string from = TRY(resolve(*fs, old_path));
    const std::string to = TRY(resolve(*fs, new_path));
    const bool done = TRY(fs->file_system->rename(from, to));
    return done ? 1 : 0;
  });
  return renamed == 0 ? refuse(EIO) : std::min(renamed, 0);
}

int hdfsCopy(hdfsFS source_fs, const char* source, hdfsFS target_fs, const char* target) {
  return guard_done("hdfsCopy: FileUtil#copy",
                    [&] { return copy_tree(*source_fs, source, *target_fs, target, false); });
}

int hdfsMove(hdfsFS source_fs, const char* source, hdfsFS target_fs, const char* target) {
  return guard_done("hdfsMove: FileUtil#copy",
                    [&] { return copy_tree(*source_fs, source, *target_fs, target, true); });
}

char* hdfsGetWorkingDirectory(hdfsFS fs, char* buffer, size_t size) {
  return guard<char*>("hdfsGetWorkingDirectory", nullptr, [&]() -> Result<char*> {
    std::string text;
    {
      const std::lock_guard lock(fs->mutex);
      text = qualified(*fs->file_system, fs->working_directory);
    }
    if (text.size() >= size) {
      errno = ENAMETOOLONG;
      return nullptr;
    }
    std::memcpy(buffer, text.c_str(), text.size() + 1);
    return buffer;
  });
}

int hdfsSetWorkingDirectory(hdfsFS fs, const char* path) {
  return guard_done("hdfsSetWorkingDirectory", [&]() -> Result<void> {
    std::string name = TRY(resolve(*fs, path));
    TRY(hdfs::check_file_name(*fs->file_system, name));
    const std::lock_guard lock(fs->mutex);
    fs->working_directory = std::move(name);
    return {};
  });
}

int hdfsCreateDirectory(hdfsFS fs, const char* path) {
  return guard_done("hdfsCreateDirectory: FileSystem#mkdirs", [&]() -> Result<void> {
    const std::string name = TRY(resolve(*fs, path));
    TRY(fs->file_system->mkdirs(name, 0777));
    return {};
  });
}

int hdfsSetReplication(hdfsFS fs, const char* path, int16_t replication) {
  const int changed = guard("hdfsSetReplication: FileSystem#setReplication", -1,
                            [&]() -> Result<int> {
    const std::string name = TRY(resolve(*fs, path));
    const bool done = TRY(fs->file_system->set_replication(
        name, static_cast<std::uint16_t>(std::max<std::int16_t>(replication, 0))));
    return done ? 1 : 0;
  });
  return changed == 0 ? refuse(ENOENT) : std::min(changed, 0);
}

int hdfsTruncateFile(hdfsFS fs, const char* path, tOffset length) {
  return guard("hdfsTruncateFile: FileSystem#truncate", -1, [&]() -> Result<int> {
    const std::string name = TRY(resolve(*fs, path));
    if (length < 0)
      return Error{ErrorCode::kHadoopIllegalArgument,
                   fmt::format("Cannot truncate to a negative file size: {}.", length)};
    const bool done = TRY(fs->file_system->truncate(name, static_cast<std::uint64_t>(length)));
    return done ? 1 : 0;
  });
}

int hdfsChown(hdfsFS fs, const char* path, const char* owner, const char* group) {
  if (owner == nullptr && group == nullptr) return 0;
  return guard_done("hdfsChown: FileSystem#setOwner", [&]() -> Result<void> {
    const std::string name = TRY(resolve(*fs, path));
    return fs->file_system->set_owner(name, owner ? owner : "", group ? group : "");
  });
}

int hdfsChmod(hdfsFS fs, const char* path, short mode) {
  return guard_done("hdfsChmod: FileSystem#setPermission", [&]() -> Result<void> {
    const std::string name = TRY(resolve(*fs, path));
    return fs->file_system->set_permission(name, static_cast<std::uint16_t>(mode & 01777));
  });
}

int hdfsUtime(hdfsFS fs, const char* path, tTime modified, tTime accessed) {
  const auto milliseconds = [](tTime seconds) {
    return seconds == -1 ? std::int64_t{-1} : static_cast<std::int64_t>(seconds) * 1000;
  };
  return guard_done("hdfsUtime: FileSystem#setTimes", [&]() -> Result<void> {
    const std::string name = TRY(resolve(*fs, path));
    return fs->file_system->set_times(
        name, {.modification_ms = milliseconds(modified), .access_ms = milliseconds(accessed)});
  });
}
