// Symbolic links, followed by the client: the NameNode refuses a path through a link, and the call
// is made again with the path that the link stands for, on whichever file system that is (Hadoop:
// FileSystemLinkResolver, FSLinkResolver, DistributedFileSystem).
//
// Every call of one path follows, but link_status(), which does not follow the last component, and
// remove(), set_times() ... of a link itself, which the NameNode takes. Of two paths, the source is
// fully resolved, but for its last component, and stays on its file system. Statuses bear the paths
// that were resolved to. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "common/hdfs/routed_file_system.h"

namespace mammoth::hdfs {

enum class LinkPolicy : std::uint8_t {
  kFollow,
  kSwitchedOff,  // as Hadoop's FileSystem, of which only tests follow: refused in its words
  kRefused,      // fs.client.resolve.remote.symlinks is false
};

class LinkFollowing final : public RoutedFileSystem<LinkFollowing> {
 public:
  struct Options {
    LinkPolicy policy = LinkPolicy::kFollow;
    // Where the first link of a path leads; absolute, or relative to the path's parent.
    std::function<Result<std::string>(const std::string& path)> link_target{};
    // File systems of links that leave this one, by URI.
    std::function<Result<std::shared_ptr<FileSystem>>(const std::string& uri)> open{};
  };

  LinkFollowing(std::shared_ptr<FileSystem> inner, Options options)
      : inner_(std::move(inner)), options_(std::move(options)) {}

  std::string uri() const override { return inner_->uri(); }
  std::string scheme() const override { return inner_->scheme(); }
  std::string home_directory() const override { return inner_->home_directory(); }
  ServerDefaults server_defaults(std::string_view path) override {
    return inner_->server_defaults(path);
  }
  void set_verify_checksums(bool verify) override { inner_->set_verify_checksums(verify); }
  std::string trash_root(const std::string& path) override { return inner_->trash_root(path); }
  HedgedReadMetrics hedged_read_metrics() const override { return inner_->hedged_read_metrics(); }
  Result<std::vector<StoragePolicy>> storage_policies() override {
    return inner_->storage_policies();
  }
  Result<std::vector<SnapshottableDirectory>> snapshottable_directories() override;

  Result<FileStatus> status(const std::string& path) override;
  Result<FileStatus> link_status(const std::string& path) override;
  Result<void> list(const std::string& path,
                    const std::function<bool(const FileStatus&)>& each) override;
  Result<bool> rename(const std::string& source, const std::string& target) override;
  Result<void> rename2(const std::string& source, const std::string& target,
                       bool overwrite) override;
  Result<void> concat(const std::string& target, const std::vector<std::string>& sources) override;

  template <class Call>
  auto on(std::string_view, const std::string& path, Call call)
      -> decltype(call(std::declval<FileSystem&>(), path)) {
    auto answer = call(*inner_, path);
    if (answer || answer.error().code != ErrorCode::kUnresolvedPath) return answer;
    std::string at = path;
    for (int links = 0;; ++links) {
      const Place place = TRY(behind_link(path, at, links));
      at = place.path;
      answer = call(*place.file_system, at);
      if (place.file_system != inner_ || answer) return answer;
      if (answer.error().code != ErrorCode::kUnresolvedPath) return answer;
    }
  }

 private:
  struct Place {
    std::shared_ptr<FileSystem> file_system;
    std::string path;
  };

  // What `at` stands for; `asked` is what the caller named, `links` how many were followed so far.
  Result<Place> behind_link(const std::string& asked, const std::string& at, int links);
  Result<std::shared_ptr<FileSystem>> other(const std::string& uri);
  Result<std::string> without_links(const std::string& path, std::string_view role);

  const std::shared_ptr<FileSystem> inner_;
  const Options options_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<FileSystem>> others_;  // by URI; guarded by mutex_
};

}  // namespace mammoth::hdfs
