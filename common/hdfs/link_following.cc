#include "common/hdfs/link_following.h"

#include "common/hdfs/path.h"

namespace mammoth::hdfs {

namespace {

constexpr int kMaxLinks = 32;  // Hadoop: FsConstants.MAX_PATH_LINKS

bool through_link(const Error& error) {
  return error.code == ErrorCode::kUnresolvedPath;
}

std::string with_uri(const FileSystem& file_system, const std::string& path) {
  return Path(std::nullopt, std::nullopt, path).qualified(file_system.uri(), "/").to_string();
}

}  // namespace

Result<std::shared_ptr<FileSystem>> LinkFollowing::other(const std::string& uri) {
  if (uri == inner_->uri()) return inner_;
  const std::scoped_lock lock(mutex_);
  if (const auto found = others_.find(uri); found != others_.end()) return found->second;
  std::shared_ptr<FileSystem> opened = TRY(options_.open(uri));
  others_.emplace(uri, opened);
  return opened;
}

Result<LinkFollowing::Place> LinkFollowing::behind_link(const std::string& asked,
                                                        const std::string& at, int links) {
  if (options_.policy == LinkPolicy::kRefused)
    return Error{ErrorCode::kIo, fmt::format("Path {} contains a symlink and symlink resolution is "
                                             "disabled (fs.client.resolve.remote.symlinks).",
                                             with_uri(*inner_, asked))};
  if (options_.policy == LinkPolicy::kSwitchedOff)
    return Error{ErrorCode::kIo, "Symlink resolution is disabled in this version of Hadoop."};
  if (links > kMaxLinks)
    return Error{ErrorCode::kIo,
                 "Possible cyclic loop while following symbolic link " + with_uri(*inner_, asked)};
  const std::string meant = TRY(options_.link_target(at));
  const Path target = TRY(Path::parse(meant));
  if (target.scheme() || target.authority()) {
    const std::string scheme = target.scheme().value_or(inner_->scheme());
    const std::string uri = fmt::format("{}://{}{}", scheme, target.authority().value_or(""),
                                        target.authority() ? "" : "/");
    std::shared_ptr<FileSystem> there = TRY(other(uri));
    return Place{std::move(there), target.path()};
  }
  const std::string parent = at.substr(0, std::max<std::size_t>(at.rfind('/'), 1));
  return Place{inner_, target.qualified(inner_->uri(), parent).path()};
}

Result<FileStatus> LinkFollowing::status(const std::string& path) {
  return on("getFileStatus", path,
            [](FileSystem& to, const std::string& there) { return to.status(there); });
}

Result<FileStatus> LinkFollowing::link_status(const std::string& path) {
  FileStatus status =
      TRY(on("getFileLinkStatus", path,
             [](FileSystem& to, const std::string& there) { return to.link_status(there); }));
  if (!status.is_symlink) return status;
  const Path target = TRY(Path::parse(status.symlink_target));
  if (target.scheme() || target.authority()) return status;
  const std::string parent =
      status.path.substr(0, std::max<std::size_t>(status.path.rfind('/'), 1));
  status.symlink_target = target.qualified(inner_->uri(), parent).to_string();
  return status;
}

Result<void> LinkFollowing::list(const std::string& path,
                                 const std::function<bool(const FileStatus&)>& each) {
  return on("listStatus", path,
            [&](FileSystem& to, const std::string& there) { return to.list(there, each); });
}

Result<bool> LinkFollowing::rename(const std::string& source, const std::string& target) {
  const Result<bool> renamed = inner_->rename(source, target);
  if (renamed || !through_link(renamed.error())) return renamed;
  const std::string resolved = TRY(link_status(source)).path;
  return on("rename", target,
            [&](FileSystem&, const std::string& there) { return inner_->rename(resolved, there); });
}

Result<void> LinkFollowing::rename2(const std::string& source, const std::string& target,
                                    bool overwrite) {
  const Result<void> renamed = inner_->rename2(source, target, overwrite);
  if (renamed || !through_link(renamed.error())) return renamed;
  const std::string resolved = TRY(link_status(source)).path;
  return on("rename", target, [&](FileSystem&, const std::string& there) {
    return inner_->rename2(resolved, there, overwrite);
  });
}

Result<std::string> LinkFollowing::without_links(const std::string& path, std::string_view role) {
  const FileStatus status = TRY(link_status(path));
  if (status.is_symlink)
    return Error{ErrorCode::kIo, fmt::format("Cannot concat with a symlink {}: {} -> {}", role,
                                             path, with_uri(*inner_, status.path))};
  return status.path;
}

Result<void> LinkFollowing::concat(const std::string& target,
                                   const std::vector<std::string>& sources) {
  const Result<void> done = inner_->concat(target, sources);
  if (done || !through_link(done.error())) return done;
  const std::string into = TRY(without_links(target, "target"));
  std::vector<std::string> from;
  for (const std::string& source : sources) from.push_back(TRY(without_links(source, "src")));
  return inner_->concat(into, from);
}

Result<std::vector<SnapshottableDirectory>> LinkFollowing::snapshottable_directories() {
  Snapshots* taker = snapshots_of(*inner_);
  if (taker == nullptr)
    return Error{ErrorCode::kUnsupportedOperation, inner_->uri() + " has no snapshots"};
  return taker->snapshottable_directories();
}

}  // namespace mammoth::hdfs
