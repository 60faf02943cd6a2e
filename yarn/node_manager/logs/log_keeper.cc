#include "yarn/node_manager/logs/log_keeper.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "common/base/file_handle.h"
#include "common/base/log.h"
#include "common/tfile/tfile_writer.h"

namespace mammoth::yarn::node {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kCopyBytes = 64 << 10;

// Names of containers and of their log files with where they lie, both in order.
using Logs = std::map<std::string, std::map<std::string, std::string>>;

Logs logs_of(const std::vector<std::string>& directories, const std::string& application) {
  Logs logs;
  std::error_code ignored;
  for (const auto& directory : directories)
    for (const auto& container : fs::directory_iterator(directory + "/" + application, ignored))
      for (const auto& file : fs::directory_iterator(container.path(), ignored))
        if (file.is_regular_file(ignored) && !file.is_symlink(ignored))
          logs[container.path().filename()][file.path().filename()] = file.path();
  return logs;
}

// Name, length in digits, bytes: as long as the file is now, whatever is added meanwhile.
Result<void> append_log(tfile::Writer& out, const std::string& name, const std::string& path) {
  const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat status{};
  if (!file || ::fstat(file.get(), &status) != 0) return {};
  std::string head;
  tfile::append_utf(head, name);
  tfile::append_utf(head, std::to_string(status.st_size));
  TRY(out.write_value(head));
  std::string buffer(kCopyBytes, '\0');
  for (off_t at = 0; at < status.st_size;) {
    const auto wanted =
        std::min<std::size_t>(kCopyBytes, static_cast<std::size_t>(status.st_size - at));
    const ssize_t count = ::pread(file.get(), buffer.data(), wanted, at);
    if (count < 0) return Error{ErrorCode::kIo, "cannot read " + path};
    // Where it has become shorter, zeros keep the promised length.
    if (count == 0) buffer.assign(kCopyBytes, '\0');
    const std::size_t taken = count == 0 ? wanted : static_cast<std::size_t>(count);
    TRY(out.write_value(std::string_view(buffer).substr(0, taken)));
    at += static_cast<off_t>(taken);
  }
  return {};
}

Result<void> append_text_record(tfile::Writer& out, std::string_view key, std::string_view value) {
  std::string name;
  tfile::append_utf(name, key);
  TRY(out.begin_record(name));
  TRY(out.write_value(value));
  return out.end_record();
}

Result<void> make_remote_directory(hdfs::FileSystem& files, const std::string& path,
                                   std::uint16_t mode) {
  if (files.status(path)) return {};
  if (!TRY(files.mkdirs(path, mode))) return Error{ErrorCode::kIo, "cannot make " + path};
  return files.set_permission(path, mode);  // whatever the umask
}

}  // namespace

std::string aggregated_log_path(const LogKeeperSettings& settings, const std::string& user,
                                const std::string& application) {
  const int number = std::atoi(application.c_str() + application.rfind('_') + 1);
  return fmt::format("{}/{}/bucket-{}-tfile/{:04}/{}/{}", settings.remote_root, user,
                     settings.suffix, number % 10'000, application, settings.node_name);
}

Result<void> write_aggregated_logs(hdfs::FileWriter& file,
                                   const std::vector<std::string>& directories,
                                   const NodeApplication& application) {
  tfile::Writer out([&](std::string_view bytes) {
    return file.write(std::as_bytes(std::span(bytes.data(), bytes.size())));
  });
  TRY(append_text_record(out, "VERSION", std::string_view("\0\0\0\1", 4)));
  TRY(append_text_record(out, "APPLICATION_ACL", ""));
  std::string owner;
  tfile::append_utf(owner, application.user);
  TRY(append_text_record(out, "APPLICATION_OWNER", owner));
  for (const auto& [container, paths] : logs_of(directories, application.id)) {
    std::string name;
    tfile::append_utf(name, container);
    TRY(out.begin_record(name));
    for (const auto& [log_name, path] : paths) TRY(append_log(out, log_name, path));
    TRY(out.end_record());
  }
  return out.finish();
}

Result<void> LogKeeper::upload(const NodeApplication& application) {
  const std::string root_uri = configuration_.find("fs.defaultFS").value_or("file:///");
  const auto own = TRY(hdfs::open_file_system(root_uri, configuration_));
  TRY(make_remote_directory(*own, settings_.remote_root, 01777));
  const auto files = TRY(hdfs::open_file_system_as(application.user, root_uri, configuration_));
  const std::string path = aggregated_log_path(settings_, application.user, application.id);
  std::vector<std::string> missing;
  for (fs::path at = fs::path(path).parent_path();
       at != settings_.remote_root && at != at.root_path(); at = at.parent_path())
    missing.push_back(at);
  for (auto it = missing.rbegin(); it != missing.rend(); ++it)
    TRY(make_remote_directory(*files, *it, 0770));
  const std::string unfinished = path + ".tmp";
  const auto writer = TRY(files->create(unfinished, {.permission = 0640}));
  TRY(write_aggregated_logs(*writer, directories_, application));
  TRY(writer->close());
  return files->rename2(unfinished, path, true);
}

void LogKeeper::remove(const std::string& application) {
  std::error_code ignored;
  for (const auto& directory : directories_) fs::remove_all(directory + "/" + application, ignored);
}

void LogKeeper::end_application(const NodeApplication& application) {
  const std::lock_guard lock(mutex_);
  if (!settings_.aggregate) {
    kept_.emplace_back(now_ms_ + settings_.retain_ms, application.id);
    return;
  }
  asio::post(workers_, [this, application] {
    if (const auto done = upload(application); !done)
      return log::warn("nodemanager",
                       "Couldn't upload logs for {}. Skipping log upload for this "
                       "application: {}",
                       application.id, done.error().message);
    log::info("nodemanager", "logs of {} are uploaded", application.id);
    remove(application.id);
  });
}

void LogKeeper::tick(std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  now_ms_ = now_ms;
  while (!kept_.empty() && kept_.front().first <= now_ms) {
    asio::post(workers_, [this, application = kept_.front().second] { remove(application); });
    kept_.pop_front();
  }
}

}  // namespace mammoth::yarn::node
