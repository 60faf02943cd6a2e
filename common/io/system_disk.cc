#include "common/io/system_disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace mammoth {
namespace {

constexpr mode_t kFileMode = 0644;
constexpr std::size_t kMaxPieces = 256;  // of a gathered write

[[noreturn]] void fail(const char* operation, const std::string& path) {
  throw DiskError(errno, operation, path);
}

// Repeats a call that a signal interrupted.
template <class Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

class SystemFile final : public DiskFile {
 public:
  SystemFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
  SystemFile(const SystemFile&) = delete;
  SystemFile& operator=(const SystemFile&) = delete;
  ~SystemFile() override { ::close(fd_); }

  std::size_t read_at(std::uint64_t offset, std::span<std::byte> into) override {
    std::size_t done = 0;
    while (done < into.size()) {
      const auto count = uninterrupted([&] {
        return ::pread(fd_, into.data() + done, into.size() - done,
                       static_cast<off_t>(offset + done));
      });
      if (count < 0) fail("read", path_);
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    return done;
  }

  void write_at(std::uint64_t offset, ByteView bytes) override {
    while (!bytes.empty()) {
      const auto count = uninterrupted(
          [&] { return ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset)); });
      if (count < 0) fail("write", path_);
      offset += static_cast<std::uint64_t>(count);
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
  }

  void write_pieces_at(std::uint64_t offset, std::span<const ByteView> pieces) override {
    std::array<iovec, kMaxPieces> vectors;
    while (!pieces.empty()) {
      const auto batch = pieces.first(std::min(pieces.size(), vectors.size()));
      std::size_t bytes = 0;
      for (std::size_t i = 0; i < batch.size(); ++i) {
        vectors[i] = {const_cast<std::byte*>(batch[i].data()), batch[i].size()};
        bytes += batch[i].size();
      }
      const auto written = uninterrupted([&] {
        return ::pwritev(fd_, vectors.data(), static_cast<int>(batch.size()),
                         static_cast<off_t>(offset));
      });
      if (written < 0) fail("write", path_);
      if (static_cast<std::size_t>(written) < bytes)  // the disk is full, or a signal came
        DiskFile::write_pieces_at(offset, batch);
      offset += bytes;
      pieces = pieces.subspan(batch.size());
    }
  }

  std::uint64_t size() override {
    struct stat status;
    if (::fstat(fd_, &status) < 0) fail("stat", path_);
    return static_cast<std::uint64_t>(status.st_size);
  }

  void truncate(std::uint64_t length_bytes) override {
    if (uninterrupted([&] { return ::ftruncate(fd_, static_cast<off_t>(length_bytes)); }) < 0)
      fail("truncate", path_);
  }

  void sync_data() override {
    if (::fdatasync(fd_) < 0) fail("sync", path_);
  }
  void sync() override {
    if (::fsync(fd_) < 0) fail("sync", path_);
  }

  void hint(CacheHint hint, std::uint64_t offset, std::uint64_t length_bytes) override {
    const auto from = static_cast<off_t>(offset);
    const auto length = static_cast<off_t>(length_bytes);
    switch (hint) {
      case CacheHint::kWillNeed:
        ::posix_fadvise(fd_, from, length, POSIX_FADV_WILLNEED);
        return;
      case CacheHint::kWriteBack:
        ::sync_file_range(fd_, from, length, SYNC_FILE_RANGE_WRITE);
        return;
      case CacheHint::kDontNeed:
        ::posix_fadvise(fd_, from, length, POSIX_FADV_DONTNEED);
        return;
    }
  }

  void reserve(std::uint64_t offset, std::uint64_t length_bytes) override {
    ::fallocate(fd_, FALLOC_FL_KEEP_SIZE, static_cast<off_t>(offset),
                static_cast<off_t>(length_bytes));
  }

  // The kind of lock that Java's FileChannel.tryLock sees too.
  bool try_lock() override {
    struct flock whole_file = {};
    whole_file.l_type = F_WRLCK;
    whole_file.l_whence = SEEK_SET;
    if (uninterrupted([&] { return ::fcntl(fd_, F_OFD_SETLK, &whole_file); }) == 0) return true;
    if (errno != EAGAIN && errno != EACCES) fail("lock", path_);
    return false;
  }

  int native_handle() const override { return fd_; }

 private:
  const int fd_;
  const std::string path_;
};

int open_flags(OpenMode mode) {
  switch (mode) {
    case OpenMode::kRead:
      return O_RDONLY;
    case OpenMode::kReadWrite:
      return O_RDWR;
    case OpenMode::kCreate:
      return O_RDWR | O_CREAT | O_EXCL;
    case OpenMode::kOpenOrCreate:
      return O_RDWR | O_CREAT;
  }
  return O_RDONLY;
}

bool entry_is_directory(DIR* directory, const dirent& entry, const std::string& path) {
  if (entry.d_type != DT_UNKNOWN && entry.d_type != DT_LNK) return entry.d_type == DT_DIR;
  struct stat status;
  if (::fstatat(::dirfd(directory), entry.d_name, &status, 0) < 0) {
    if (errno == ENOENT) return false;  // gone meanwhile, or a link to nowhere
    fail("stat", path + "/" + entry.d_name);
  }
  return S_ISDIR(status.st_mode);
}

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

}  // namespace

std::unique_ptr<DiskFile> SystemDisk::open(const std::string& path, OpenMode mode) {
  const auto fd =
      uninterrupted([&] { return ::open(path.c_str(), open_flags(mode) | O_CLOEXEC, kFileMode); });
  if (fd < 0) fail("open", path);
  return std::make_unique<SystemFile>(fd, path);
}

std::optional<FileStatus> SystemDisk::status(const std::string& path) {
  struct stat status;
  if (::stat(path.c_str(), &status) < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return {};
    fail("stat", path);
  }
  return FileStatus{
      .size_bytes = static_cast<std::uint64_t>(status.st_size),
      .modified_ms = status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1'000'000,
      .links = status.st_nlink,
      .is_directory = S_ISDIR(status.st_mode),
  };
}

std::vector<DirectoryEntry> SystemDisk::list(const std::string& path) {
  const std::unique_ptr<DIR, CloseDirectory> directory(::opendir(path.c_str()));
  if (!directory) fail("list", path);
  std::vector<DirectoryEntry> entries;
  for (;;) {
    errno = 0;
    const auto* entry = ::readdir(directory.get());
    if (!entry) {
      if (errno != 0) fail("list", path);
      return entries;
    }
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    entries.push_back({std::string(name), entry_is_directory(directory.get(), *entry, path)});
  }
}

void SystemDisk::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) < 0) fail("rename", from);
}

void SystemDisk::link(const std::string& from, const std::string& to) {
  if (::link(from.c_str(), to.c_str()) < 0) fail("link", from);
}

bool SystemDisk::unlink(const std::string& path) {
  if (::unlink(path.c_str()) == 0) return true;
  if (errno != ENOENT) fail("unlink", path);
  return false;
}

void SystemDisk::make_directories(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) throw DiskError(error.value(), "create directory", path);
}

bool SystemDisk::remove_directory(const std::string& path) {
  if (::rmdir(path.c_str()) == 0) return true;
  if (errno != ENOENT) fail("remove directory", path);
  return false;
}

void SystemDisk::sync_directory(const std::string& path) {
  const auto fd =
      uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (fd < 0) fail("open", path);
  const SystemFile directory(fd, path);
  if (::fsync(fd) < 0) fail("sync", path);
}

DiskSpace SystemDisk::space(const std::string& path) {
  struct statvfs space;
  if (uninterrupted([&] { return ::statvfs(path.c_str(), &space); }) < 0) fail("statvfs", path);
  const std::uint64_t unit = space.f_frsize;
  return {.capacity_bytes = space.f_blocks * unit,
          .free_bytes = space.f_bfree * unit,
          .available_bytes = space.f_bavail * unit};
}

}  // namespace mammoth
