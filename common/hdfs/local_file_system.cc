#include "common/hdfs/local_file_system.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>

#include "common/hdfs/user_identity.h"

namespace mammoth::hdfs {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kBlockBytes = 32u << 20;  // Hadoop: fs.local.block.size

std::string user_name(uid_t id) {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> buffer{};
  getpwuid_r(id, &entry, buffer.data(), buffer.size(), &found);
  return found != nullptr ? found->pw_name : std::to_string(id);
}

std::string group_name(gid_t id) {
  group entry{};
  group* found = nullptr;
  std::array<char, 16384> buffer{};
  getgrgid_r(id, &entry, buffer.data(), buffer.size(), &found);
  return found != nullptr ? found->gr_name : std::to_string(id);
}

std::int64_t to_ms(const timespec& time) {
  return time.tv_sec * 1000 + time.tv_nsec / 1'000'000;
}

FileStatus to_status(const std::string& path, const struct stat& info) {
  FileStatus status;
  status.path = path;
  status.is_directory = S_ISDIR(info.st_mode);
  status.is_symlink = S_ISLNK(info.st_mode);
  status.length_bytes = status.is_directory ? 0 : static_cast<std::uint64_t>(info.st_size);
  status.replication = status.is_directory ? 0 : 1;
  status.block_size_bytes = kBlockBytes;
  status.modification_time_ms = to_ms(info.st_mtim);
  status.access_time_ms = to_ms(info.st_atim);
  status.permission = info.st_mode & 01777;
  status.owner = user_name(info.st_uid);
  status.group = group_name(info.st_gid);
  status.file_id = info.st_ino;
  return status;
}

}  // namespace

Error local_error(const std::string& path, int number) {
  switch (number) {
    case ENOENT:
      return {ErrorCode::kFileNotFound, fmt::format("File {} does not exist", path)};
    case EACCES:
    case EPERM:
      return {ErrorCode::kFileNotFound, fmt::format("{} (Permission denied)", path)};
    case ENOTDIR:
      return {ErrorCode::kParentNotDirectory,
              fmt::format("Parent path is not a directory: {}", path)};
    case EEXIST:
      return {ErrorCode::kFileAlreadyExists, fmt::format("File already exists: {}", path)};
    default:
      return {ErrorCode::kIo, fmt::format("{} ({})", path, std::strerror(number))};
  }
}

std::string LocalFileSystem::home_directory() const {
  const passwd* entry = getpwuid(geteuid());
  return entry != nullptr ? entry->pw_dir : "/";
}

std::string LocalFileSystem::trash_root(const std::string&) {
  return home_directory() + "/.Trash";
}

ServerDefaults LocalFileSystem::server_defaults(std::string_view) {
  return {kBlockBytes, 512, 64u << 10, 1, 0};
}

Result<std::unique_ptr<FileReader>> LocalFileSystem::open(const std::string& path) {
  const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return local_error(path, errno);
  struct stat info{};
  ::fstat(handle, &info);
  auto reader = make_local_reader(handle, static_cast<std::uint64_t>(info.st_size), path);
  if (S_ISDIR(info.st_mode))
    return Error{ErrorCode::kFileNotFound, fmt::format("{} (Is a directory)", path)};
  return reader;
}

Result<std::unique_ptr<FileWriter>> LocalFileSystem::create(const std::string& path,
                                                            const CreateOptions& options) {
  const fs::path parent = fs::path(path).parent_path();
  if (options.create_parent && !parent.empty()) TRY(mkdirs(parent, 0777));
  const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (options.overwrite ? O_TRUNC : O_EXCL);
  const int handle = ::open(path.c_str(), flags, options.permission & ~umask_);
  if (handle < 0) return local_error(path, errno);
  return make_local_writer(handle, 0, path);
}

Result<std::unique_ptr<FileWriter>> LocalFileSystem::append(const std::string& path) {
  const int handle = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (handle < 0) return local_error(path, errno);
  const off_t end = ::lseek(handle, 0, SEEK_END);
  return make_local_writer(handle, end < 0 ? 0 : static_cast<std::uint64_t>(end), path);
}

Result<bool> LocalFileSystem::truncate(const std::string& path, std::uint64_t length_bytes) {
  const FileStatus now = TRY(status(path));
  if (now.length_bytes < length_bytes)
    return Error{
        ErrorCode::kHadoopIllegalArgument,
        fmt::format("Cannot truncate to a larger file size. Current size: {}, truncate size: {}.",
                    now.length_bytes, length_bytes)};
  if (::truncate(path.c_str(), static_cast<off_t>(length_bytes)) != 0)
    return local_error(path, errno);
  return true;
}

Result<void> LocalFileSystem::concat(const std::string&, const std::vector<std::string>&) {
  return Error{ErrorCode::kUnsupportedOperation,
               "Not implemented by the LocalFileSystem FileSystem implementation"};
}

Result<FileStatus> LocalFileSystem::status(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return local_error(path, errno);
  return to_status(path, info);
}

Result<FileStatus> LocalFileSystem::link_status(const std::string& path) {
  struct stat info{};
  if (::lstat(path.c_str(), &info) != 0) return local_error(path, errno);
  FileStatus status = to_status(path, info);
  std::error_code ignored;
  if (status.is_symlink) status.symlink_target = fs::read_symlink(path, ignored);
  return status;
}

Result<void> LocalFileSystem::list(const std::string& path,
                                   const std::function<bool(const FileStatus&)>& each) {
  const FileStatus self = TRY(status(path));
  if (!self.is_directory) {
    each(self);
    return {};
  }
  std::error_code failed;
  std::vector<std::string> names;
  for (fs::directory_iterator it(path, failed), end; !failed && it != end; it.increment(failed))
    names.push_back(it->path().filename());
  if (failed) return local_error(path, failed.value());
  std::sort(names.begin(), names.end());
  for (const auto& name : names) {
    const std::string child = path == "/" ? "/" + name : path + "/" + name;
    auto entry = status(child);
    if (!entry) entry = link_status(child);  // a link to nothing is shown as itself
    if (entry && !each(*entry)) break;
  }
  return {};
}

Result<bool> LocalFileSystem::mkdir(const std::string& path, std::uint16_t permission) {
  if (::mkdir(path.c_str(), permission & ~umask_) == 0) return true;
  if (errno != EEXIST) return local_error(path, errno);
  if (TRY(status(path)).is_directory) return true;
  return Error{ErrorCode::kFileAlreadyExists,
               fmt::format("Destination exists and is not a directory: {}", path)};
}

Result<bool> LocalFileSystem::mkdirs(const std::string& path, std::uint16_t permission) {
  if (auto here = status(path); here && here->is_directory) return true;
  const fs::path parent = fs::path(path).parent_path();
  if (!parent.empty() && parent != path) TRY(mkdirs(parent, permission));
  return mkdir(path, permission);
}

Result<bool> LocalFileSystem::rename(const std::string& source, const std::string& target) {
  std::string to = target;
  if (auto there = status(target); there && there->is_directory)
    to += "/" + fs::path(source).filename().string();
  if (::rename(source.c_str(), to.c_str()) == 0) return true;
  if (errno != EXDEV) return local_error(source, errno);
  std::error_code failed;
  fs::copy(source, to, fs::copy_options::recursive, failed);
  if (!failed) fs::remove_all(source, failed);
  if (failed) return local_error(source, failed.value());
  return true;
}

Result<void> LocalFileSystem::rename2(const std::string& source, const std::string& target,
                                      bool overwrite) {
  TRY(status(source));
  if (!overwrite && status(target))
    return Error{ErrorCode::kFileAlreadyExists,
                 fmt::format("rename destination {} already exists.", target)};
  if (::rename(source.c_str(), target.c_str()) != 0) return local_error(source, errno);
  return {};
}

Result<bool> LocalFileSystem::remove(const std::string& path, bool recursive) {
  const auto self = link_status(path);
  if (!self) return false;
  std::error_code failed;
  if (self->is_directory && !recursive && !fs::is_empty(path, failed))
    return Error{ErrorCode::kIo, fmt::format("Directory {} is not empty", path)};
  fs::remove_all(path, failed);
  if (failed) return local_error(path, failed.value());
  return true;
}

}  // namespace mammoth::hdfs
