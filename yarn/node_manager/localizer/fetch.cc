#include "yarn/node_manager/localizer/fetch.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <string_view>
#include <vector>

#include "common/base/file_handle.h"
#include "common/hdfs/file_system.h"
#include "common/hdfs/path.h"
#include "yarn/node_manager/localizer/zip_archive.h"

namespace mammoth::yarn::node {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kCopyBytes = 1 << 20;

// Java's yyyy-MM-dd'T'HH:mm:ss.SSSZ, local time.
std::string java_time(std::int64_t wall_ms) {
  const std::time_t seconds = wall_ms / 1000;
  std::tm local{};
  localtime_r(&seconds, &local);
  char text[64];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &local);
  char zone[16];
  std::strftime(zone, sizeof zone, "%z", &local);
  return fmt::format("{}.{:03}{}", text, wall_ms % 1000, zone);
}

// As Hadoop's Path shows it.
std::string shown(const std::string& uri) {
  constexpr std::string_view kLocal = "file:///";
  return uri.starts_with(kLocal) ? "file:" + uri.substr(kLocal.size() - 1) : uri;
}

Error missing(const std::string& uri) {
  return {ErrorCode::kFileNotFound, uri.starts_with("file:")
                                        ? fmt::format("File {} does not exist", shown(uri))
                                        : "File does not exist: " + uri};
}

std::int64_t wall_now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Error system_failure(const std::string& path) {
  return {ErrorCode::kIo, fmt::format("{}: {}", path, std::strerror(errno))};
}

class Fetch {
 public:
  Fetch(const FetchOrder& order, std::shared_ptr<hdfs::FileSystem> source, std::string path)
      : order_(order), source_(std::move(source)), path_(std::move(path)) {}

  Result<Fetched> run() {
    const hdfs::FileStatus status = TRY(checked_status());
    const std::string work = order_.directory + "_tmp";
    std::error_code error;
    fs::create_directories(work, error);
    if (error) return Error{ErrorCode::kIo, fmt::format("{}: {}", work, error.message())};
    const std::string name = fs::path(path_).filename();
    const Result<void> brought = bring(status, work, name);
    if (brought) fs::rename(work, order_.directory, error);
    if (!brought || error) {
      std::error_code ignored;
      fs::remove_all(work, ignored);
      if (!brought) return brought.error();
      return Error{ErrorCode::kIo, fmt::format("{}: {}", order_.directory, error.message())};
    }
    const std::string path = order_.directory + "/" + name;
    return Fetched{.path = path, .bytes = settle(path)};
  }

 private:
  Result<hdfs::FileStatus> checked_status() {
    const LocalResource& wanted = order_.resource;
    const auto status = source_->status(path_);
    if (!status && status.error().code == ErrorCode::kFileNotFound) return missing(wanted.uri);
    if (!status) return status.error();
    if (status->modification_time_ms != wanted.timestamp_ms)
      return Error{
          ErrorCode::kIo,
          fmt::format("Resource {} changed on src filesystem - expected: \"{}\", was: \"{}\", "
                      "current time: \"{}\"",
                      shown(wanted.uri), java_time(wanted.timestamp_ms),
                      java_time(status->modification_time_ms), java_time(wall_now_ms()))};
    if (wanted.visibility == Visibility::kPublic && !TRY(is_public(*status)))
      return Error{ErrorCode::kIo,
                   fmt::format("Resource {} is not publicly accessible and as such cannot be part "
                               "of the public cache.",
                               shown(wanted.uri))};
    return *status;
  }

  // Everybody may read it and pass through all that is above it.
  Result<bool> is_public(const hdfs::FileStatus& status) {
    if ((status.permission & 04) == 0) return false;
    if (status.is_directory && (status.permission & 01) == 0) return false;
    for (fs::path at = fs::path(path_).parent_path();; at = at.parent_path()) {
      if ((TRY(source_->status(at.string())).permission & 01) == 0) return false;
      if (at == at.root_path() || at.empty()) return true;
    }
  }

  Result<void> bring(const hdfs::FileStatus& status, const std::string& work,
                     const std::string& name) {
    const std::string target = work + "/" + name;
    if (status.is_directory) return copy_tree(path_, target);
    std::string kind = name;
    std::ranges::transform(kind, kind.begin(), [](unsigned char c) { return std::tolower(c); });
    const ResourceType type = order_.resource.type;
    const bool is_zip = kind.ends_with(".zip") || kind.ends_with(".jar");
    const bool is_tar =
        kind.ends_with(".tar") || kind.ends_with(".tar.gz") || kind.ends_with(".tgz");
    if (type == ResourceType::kFile || (!is_zip && !is_tar)) return copy_file(path_, target);
    if (::mkdir(target.c_str(), 0755) != 0) return system_failure(target);
    // A pattern's jar stays whole beside what is taken out of it.
    const bool kept = type == ResourceType::kPattern && kind.ends_with(".jar");
    const std::string archive = kept ? target + "/" + name : work + "/.archive";
    TRY(copy_file(path_, archive));
    if (is_tar)
      TRY(unpack_tar(archive, target, !kind.ends_with(".tar")));
    else
      TRY(unpack_zip(archive, target, kept ? order_.resource.pattern : ""));
    if (!kept) ::unlink(archive.c_str());
    return {};
  }

  Result<void> copy_tree(const std::string& from, const std::string& to) {
    if (::mkdir(to.c_str(), 0755) != 0) return system_failure(to);
    for (const auto& entry : TRY(source_->list_all(from))) {
      const std::string name = entry.name();
      if (entry.is_directory)
        TRY(copy_tree(from + "/" + name, to + "/" + name));
      else
        TRY(copy_file(from + "/" + name, to + "/" + name));
    }
    return {};
  }

  Result<void> copy_file(const std::string& from, const std::string& to) {
    const auto reader = TRY(source_->open(from));
    const FileHandle file(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!file) return system_failure(to);
    std::vector<std::byte> buffer(kCopyBytes);
    for (;;) {
      const std::size_t count = TRY(reader->read(buffer));
      if (count == 0) return {};
      for (std::size_t done = 0; done < count;) {
        const ssize_t written = ::write(file.get(), buffer.data() + done, count - done);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return system_failure(to);
        done += static_cast<std::size_t>(written);
      }
    }
  }

  // By the system's tar, as Hadoop does.
  static Result<void> unpack_tar(const std::string& archive, const std::string& directory,
                                 bool compressed) {
    const char* words[] = {"/bin/tar",        compressed ? "-xzf" : "-xf", archive.c_str(), "-C",
                           directory.c_str(), "--no-same-owner",           nullptr};
    pid_t pid = 0;
    const int error =
        posix_spawn(&pid, words[0], nullptr, nullptr, const_cast<char**>(words), environ);
    int status = 0;
    if (error == 0)
      while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
      }
    if (error != 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
      return Error{ErrorCode::kIo,
                   fmt::format("Error untarring file {}. Tar process exited with exit code {}",
                               archive, error != 0 ? error : WEXITSTATUS(status))};
    return {};
  }

  // Nobody writes to it any more; returns how long it is.
  std::uint64_t settle(const std::string& path) const {
    const bool everybody = order_.resource.visibility == Visibility::kPublic;
    const fs::perms file_mode{everybody ? 0555u : 0500u};
    const fs::perms directory_mode{everybody ? 0755u : 0700u};
    std::error_code ignored;
    ::chmod(order_.directory.c_str(), everybody ? 0755 : 0700);
    if (!fs::is_directory(path, ignored)) {
      fs::permissions(path, file_mode, ignored);
      return fs::file_size(path, ignored);
    }
    fs::permissions(path, directory_mode, ignored);
    std::uint64_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(path, ignored)) {
      if (entry.is_symlink(ignored)) continue;
      const bool is_file = entry.is_regular_file(ignored);
      if (is_file) bytes += entry.file_size(ignored);
      fs::permissions(entry.path(), is_file ? file_mode : directory_mode, ignored);
    }
    return bytes;
  }

  const FetchOrder& order_;
  const std::shared_ptr<hdfs::FileSystem> source_;
  const std::string path_;
};

}  // namespace

Result<Fetched> fetch(const FetchOrder& order, const Configuration& configuration) {
  const hdfs::Path address = TRY(hdfs::Path::parse(order.resource.uri));
  std::string root = order.resource.uri;
  if (!address.scheme()) root = configuration.find("fs.defaultFS").value_or("file:///");
  const auto source = TRY(hdfs::open_file_system_as(order.user, root, configuration));
  return Fetch(order, source, address.path()).run();
}

}  // namespace mammoth::yarn::node
