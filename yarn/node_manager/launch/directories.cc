#include "yarn/node_manager/launch/directories.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <filesystem>
#include <functional>

#include "common/base/file_handle.h"
#include "common/base/log.h"

namespace mammoth::yarn::node {

namespace fs = std::filesystem;

namespace {

constexpr unsigned kUserMode = 0750;
constexpr unsigned kOwnMode = 0710;

Error failed(std::string_view what, const std::string& path, int error) {
  return {ErrorCode::kIo, fmt::format("{} {}: {}", what, path, std::strerror(error))};
}

// A process of an earlier NodeManager: it leads a group and works below one of our directories.
void end_leftover(const fs::path& pid_file, const std::string& local) {
  const std::string text = tail_of(pid_file, 16);
  int pid = 0;
  std::from_chars(text.data(), text.data() + text.size(), pid);
  if (pid <= 1) return;
  std::error_code ignored;
  const std::string working = fs::read_symlink(fmt::format("/proc/{}/cwd", pid), ignored);
  if (ignored || !working.starts_with(local) || ::getpgid(pid) != pid) return;
  log::warn("nodemanager", "killing process group {} that an earlier NodeManager left", pid);
  ::kill(-pid, SIGKILL);
}

}  // namespace

Result<void> make_directory(const std::string& path, unsigned mode) {
  std::error_code error;
  if (fs::is_directory(path, error)) return {};
  fs::create_directories(fs::path(path).parent_path(), error);
  if (error) return failed("cannot make directory", path, error.value());
  if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST)
    return failed("cannot make directory", path, errno);
  ::chmod(path.c_str(), mode);  // whatever the umask
  return {};
}

Result<void> write_file(const std::string& path, std::string_view contents, unsigned mode) {
  const FileHandle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
  if (!file) return failed("cannot create", path, errno);
  ::fchmod(file.get(), mode);
  while (!contents.empty()) {
    const ssize_t written = ::write(file.get(), contents.data(), contents.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("cannot write", path, errno);
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

std::string tail_of(const std::string& path, std::size_t max_bytes) {
  const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  const auto size = static_cast<std::size_t>(status.st_size);
  std::string tail(std::min(size, max_bytes), '\0');
  const ssize_t count =
      ::pread(file.get(), tail.data(), tail.size(), static_cast<off_t>(size - tail.size()));
  tail.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  return tail;
}

Result<void> Directories::prepare() {
  for (const auto& root : local_) {
    TRY(make_directory(root, 0755));
    std::error_code ignored;
    for (fs::recursive_directory_iterator it(root + "/nmPrivate", ignored), end; it != end;
         it.increment(ignored)) {
      if (ignored) break;
      if (it->path().extension() == ".pid") end_leftover(it->path(), root);
    }
    for (const char* name : {"nmPrivate", "usercache", "filecache"})
      fs::remove_all(root + "/" + name, ignored);
    TRY(make_directory(root + "/nmPrivate", 0700));
    TRY(make_directory(root + "/usercache", 0755));
    TRY(make_directory(root + "/filecache", 0755));
  }
  for (const auto& root : logs_) TRY(make_directory(root, 0755));
  return {};
}

namespace {

// Removes what `keep` does not want of a directory's entries.
void sift(const fs::path& directory, const std::function<bool(const fs::path&)>& keep) {
  std::error_code ignored;
  std::vector<fs::path> unwanted;
  for (const auto& entry : fs::directory_iterator(directory, ignored))
    if (!keep(entry.path())) unwanted.push_back(entry.path());
  for (const auto& path : unwanted) fs::remove_all(path, ignored);
}

void sift_application(const fs::path& application, const Directories::Kept& kept) {
  sift(application, [&](const fs::path& path) {
    const std::string name = path.filename();
    return !name.starts_with("container_") || kept.containers.contains(name);
  });
  sift(application / "filecache",
       [&](const fs::path& path) { return kept.resources.contains(path); });
}

}  // namespace

Result<void> Directories::prepare(const Kept& kept) {
  const auto is_application = [&](const fs::path& path) {
    return kept.applications.contains(path.filename());
  };
  const auto is_resource = [&](const fs::path& path) { return kept.resources.contains(path); };
  for (const auto& root : local_) {
    TRY(make_directory(root, 0755));
    TRY(make_directory(root + "/nmPrivate", 0700));
    TRY(make_directory(root + "/usercache", 0755));
    TRY(make_directory(root + "/filecache", 0755));
    std::error_code ignored;
    for (const auto& application : fs::directory_iterator(root + "/nmPrivate", ignored)) {
      sift(application.path(), [&](const fs::path& container) {
        const std::string name = container.filename();
        if (kept.containers.contains(name)) return true;
        end_leftover(container / (name + ".pid"), root);
        return false;
      });
    }
    sift(root + "/nmPrivate", is_application);
    sift(root + "/filecache", is_resource);
    for (const auto& user : fs::directory_iterator(root + "/usercache", ignored)) {
      sift(user.path() / "filecache", is_resource);
      sift(user.path() / "appcache", is_application);
      for (const auto& it : fs::directory_iterator(user.path() / "appcache", ignored))
        sift_application(it.path(), kept);
    }
  }
  for (const auto& root : logs_) TRY(make_directory(root, 0755));
  return {};
}

std::string Directories::user_root(const std::string& local, const std::string& user) {
  return local + "/usercache/" + user;
}

std::string Directories::application_root(const std::string& local, const std::string& user,
                                          const std::string& application) {
  return user_root(local, user) + "/appcache/" + application;
}

std::vector<std::string> Directories::application_roots(const std::string& user,
                                                        const std::string& application) const {
  std::vector<std::string> roots;
  for (const auto& root : local_) roots.push_back(application_root(root, user, application));
  return roots;
}

std::size_t Directories::index_of(const std::string& container, std::size_t count) const {
  return std::hash<std::string>()(container) % count;
}

std::string Directories::private_root(const std::string& application,
                                      const std::string& container) const {
  return local_[index_of(container, local_.size())] + "/nmPrivate/" + application + "/" + container;
}

std::string Directories::log_root(const std::string& application,
                                  const std::string& container) const {
  return logs_[index_of(container, logs_.size())] + "/" + application + "/" + container;
}

std::string Directories::work_root(const std::string& user, const std::string& application,
                                   const std::string& container) const {
  return application_root(local_[index_of(container, local_.size())], user, application) + "/" +
         container;
}

Result<void> Directories::make_for(const std::string& user, const std::string& application,
                                   const std::string& container) const {
  for (const auto& root : local_) {
    TRY(make_directory(user_root(root, user), kUserMode));
    TRY(make_directory(user_root(root, user) + "/appcache", kOwnMode));
    TRY(make_directory(application_root(root, user, application), kOwnMode));
  }
  for (const auto& root : logs_) TRY(make_directory(root + "/" + application, kOwnMode));
  TRY(make_directory(log_root(application, container), kOwnMode));
  TRY(make_directory(private_root(application, container), 0700));
  const std::string work = work_root(user, application, container);
  TRY(make_directory(work, kOwnMode));
  return make_directory(work + "/tmp", kOwnMode);
}

void Directories::remove_container(const std::string& user, const std::string& application,
                                   const std::string& container) const {
  std::error_code ignored;
  fs::remove_all(work_root(user, application, container), ignored);
  fs::remove_all(private_root(application, container), ignored);
}

void Directories::remove_application(const std::string& user,
                                     const std::string& application) const {
  std::error_code ignored;
  for (const auto& root : local_) {
    fs::remove_all(application_root(root, user, application), ignored);
    fs::remove_all(root + "/nmPrivate/" + application, ignored);
  }
}

}  // namespace mammoth::yarn::node
