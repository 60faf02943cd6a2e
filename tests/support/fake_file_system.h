// A FileSystem in memory, for tests of programs that use one. It answers as HDFS does for a
// superuser: the same refusals with the same messages; time and user are made up.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "common/base/bytes.h"
#include "common/base/clock.h"
#include "common/hdfs/file_system.h"

namespace mammoth::hdfs {

class FakeFileSystem final : public FileSystem {
 public:
  // `clock` must outlive it.
  FakeFileSystem(std::string uri, const Clock& clock) : uri_(std::move(uri)), clock_(clock) {
    nodes_["/"] = directory(0755);
  }

  // Set-up and inspection, without refusals; parents appear by themselves.
  void add_directory(const std::string& path) {
    const std::scoped_lock lock(mutex_);
    make_parents(path + "/x", 0755);
  }
  void add_file(const std::string& path, std::string content) {
    const std::scoped_lock lock(mutex_);
    make_parents(path, 0755);
    nodes_[path] = file(0644);
    nodes_[path].content = std::move(content);
  }
  std::optional<std::string> content(const std::string& path) {
    const std::scoped_lock lock(mutex_);
    const auto found = nodes_.find(path);
    return found == nodes_.end() ? std::nullopt : std::optional(found->second.content);
  }
  FileStatus& edit(const std::string& path) { return nodes_.at(path).status; }
  std::vector<std::string> paths() {
    const std::scoped_lock lock(mutex_);
    std::vector<std::string> result;
    for (const auto& [path, node] : nodes_) result.push_back(path);
    return result;
  }
  // The next call of `operation` ("create", "write", "close", "rename" …) on `path` is refused.
  void fail(const std::string& operation, const std::string& path, Error error) {
    failures_[operation + " " + path] = std::move(error);
  }

  // What the calls answer that the fake does not keep itself.
  std::uint64_t trash_interval_minutes = 0;
  bool truncate_takes_time = false;
  std::vector<std::vector<std::string>> replica_hosts{};  // of successive block_locations() calls
  std::string erasure_coding_policy{};
  ContentSummary quotas{};

  std::string uri() const override { return uri_; }
  std::string scheme() const override { return uri_.substr(0, uri_.find(':')); }
  std::string home_directory() const override { return "/user/alice"; }
  ServerDefaults server_defaults(std::string_view) override {
    return {.block_size_bytes = kBlockBytes,
            .replication = 3,
            .trash_interval_minutes = trash_interval_minutes};
  }
  std::string trash_root(const std::string&) override { return home_directory() + "/.Trash"; }

  Result<std::unique_ptr<FileReader>> open(const std::string& path) override {
    const std::scoped_lock lock(mutex_);
    TRY(refuse("open", path));
    const Node* node = TRY(find(path));
    if (node->status.is_directory)
      return Error{ErrorCode::kFileNotFound, "Path is not a file: " + path};
    return std::make_unique<Reader>(node->content);
  }
  Result<std::unique_ptr<FileWriter>> create(const std::string& path,
                                             const CreateOptions& options) override {
    const std::scoped_lock lock(mutex_);
    TRY(refuse("create", path));
    if (const auto there = nodes_.find(path); there != nodes_.end()) {
      if (there->second.status.is_directory)
        return Error{ErrorCode::kFileAlreadyExists, path + " already exists as a directory"};
      if (!options.overwrite)
        return Error{ErrorCode::kFileAlreadyExists, path + " for client 127.0.0.1 already exists"};
    }
    make_parents(path, 0755);
    nodes_[path] = file(options.permission & ~022);
    nodes_[path].status.replication = options.replication.value_or(3);
    return std::make_unique<Writer>(*this, path);
  }
  Result<std::unique_ptr<FileWriter>> append(const std::string& path) override {
    const std::scoped_lock lock(mutex_);
    if (const Node* node = TRY(find(path)); node->status.is_directory)
      return Error{ErrorCode::kFileAlreadyExists,
                   "Cannot append to directory " + path + "; already exists as a directory."};
    return std::make_unique<Writer>(*this, path);
  }
  Result<bool> truncate(const std::string& path, std::uint64_t length_bytes) override {
    const std::scoped_lock lock(mutex_);
    Node* node = TRY(find(path));
    node->content.resize(length_bytes);
    return !truncate_takes_time;
  }
  Result<void> concat(const std::string& target, const std::vector<std::string>& sources) override {
    const std::scoped_lock lock(mutex_);
    for (const std::string& source : sources) {
      nodes_[target].content += TRY(find(source))->content;
      nodes_.erase(source);
    }
    return {};
  }

  Result<FileStatus> status(const std::string& path) override {
    const std::scoped_lock lock(mutex_);
    TRY(refuse("status", path));
    return describe(path, *TRY(find(path)));
  }
  Result<FileStatus> link_status(const std::string& path) override { return status(path); }
  Result<void> list(const std::string& path,
                    const std::function<bool(const FileStatus&)>& each) override {
    std::vector<FileStatus> entries;
    {
      const std::scoped_lock lock(mutex_);
      TRY(refuse("list", path));
      if (const Node* node = TRY(find(path)); !node->status.is_directory)
        entries.push_back(describe(path, *node));
      const std::string prefix = path == "/" ? path : path + "/";
      for (auto it = nodes_.upper_bound(prefix);
           it != nodes_.end() && it->first.starts_with(prefix); ++it)
        if (it->first.find('/', prefix.size()) == std::string::npos)
          entries.push_back(describe(it->first, it->second));
    }
    for (const FileStatus& entry : entries)
      if (!each(entry)) break;
    return {};
  }

  Result<bool> mkdirs(const std::string& path, std::uint16_t permission) override {
    const std::scoped_lock lock(mutex_);
    TRY(refuse("mkdirs", path));
    for (std::string above = path; above.size() > 1; above = parent(above))
      if (const auto there = nodes_.find(above);
          there != nodes_.end() && !there->second.status.is_directory)
        return above == path
                   ? Error{ErrorCode::kFileAlreadyExists, "Path is not a directory: " + path}
                   : Error{ErrorCode::kParentNotDirectory, above + " (is not a directory)"};
    make_parents(path + "/x", permission & ~022);
    return true;
  }
  Result<bool> mkdir(const std::string& path, std::uint16_t permission) override {
    return mkdirs(path, permission);
  }
  Result<bool> rename(const std::string& source, const std::string& target) override {
    const std::scoped_lock lock(mutex_);
    TRY(refuse("rename", source));
    if (!nodes_.contains(source) || nodes_.contains(target) || !nodes_.contains(parent(target)))
      return false;
    move(source, target);
    return true;
  }
  Result<void> rename2(const std::string& source, const std::string& target,
                       bool overwrite) override {
    const std::scoped_lock lock(mutex_);
    TRY(refuse("rename2", source));
    TRY(find(source));
    if (nodes_.contains(target) && !overwrite)
      return Error{ErrorCode::kFileAlreadyExists,
                   "rename destination " + target + " already exists"};
    if (!nodes_.contains(parent(target)))
      return Error{ErrorCode::kFileNotFound, "rename destination parent " + target + " not found."};
    nodes_.erase(target);
    move(source, target);
    return {};
  }
  Result<bool> remove(const std::string& path, bool recursive) override {
    const std::scoped_lock lock(mutex_);
    TRY(refuse("remove", path));
    if (!nodes_.contains(path)) return false;
    const auto first = nodes_.upper_bound(path + "/");
    auto last = first;
    while (last != nodes_.end() && last->first.starts_with(path + "/")) ++last;
    if (first != last && !recursive)
      return Error{ErrorCode::kPathIsNotEmptyDirectory,
                   "`" + path + " is non empty': Directory is not empty"};
    nodes_.erase(first, last);
    nodes_.erase(path);
    return true;
  }

  Result<void> set_permission(const std::string& path, std::uint16_t permission) override {
    return change("set_permission", path,
                  [&](FileStatus& status) { status.permission = permission; });
  }
  Result<void> set_owner(const std::string& path, const std::string& owner,
                         const std::string& group) override {
    return change("set_owner", path, [&](FileStatus& status) {
      if (!owner.empty()) status.owner = owner;
      if (!group.empty()) status.group = group;
    });
  }
  Result<void> set_times(const std::string& path, SetTimes times) override {
    return change("set_times", path, [&](FileStatus& status) {
      if (times.modification_ms >= 0) status.modification_time_ms = times.modification_ms;
      if (times.access_ms >= 0) status.access_time_ms = times.access_ms;
    });
  }
  Result<bool> set_replication(const std::string& path, std::uint16_t replication) override {
    TRY(change("set_replication", path,
               [&](FileStatus& status) { status.replication = replication; }));
    return true;
  }
  Result<void> access(const std::string& path, int mode) override {
    const std::scoped_lock lock(mutex_);
    if (((TRY(find(path))->status.permission >> 6) & mode) == mode) return {};
    return Error{ErrorCode::kAccessDenied, "Permission denied: user=alice"};
  }

  Result<ContentSummary> content_summary(const std::string& path) override {
    const std::scoped_lock lock(mutex_);
    TRY(refuse("content_summary", path));
    TRY(find(path));
    ContentSummary sum = quotas;
    sum.erasure_coding_policy = erasure_coding_policy;
    for (const auto& [name, node] : nodes_) {
      if (name != path && !name.starts_with(path == "/" ? path : path + "/")) continue;
      ++(node.status.is_directory ? sum.directory_count : sum.file_count);
      sum.length_bytes += node.content.size();
      sum.space_consumed_bytes += node.content.size() * node.status.replication;
    }
    return sum;
  }
  Result<ContentSummary> quota_usage(const std::string& path) override {
    return content_summary(path);
  }
  Result<FileSystemStatus> file_system_status(const std::string&) override {
    return FileSystemStatus{.capacity_bytes = 1000, .used_bytes = 125, .remaining_bytes = 875};
  }
  Result<std::optional<FileChecksum>> checksum(const std::string& path) override {
    TRY(status(path));
    return std::optional<FileChecksum>(
        {"MD5-of-0MD5-of-512CRC32C", std::string("\x00\xff\x10", 3)});
  }
  Result<std::vector<BlockLocation>> block_locations(const std::string&, std::uint64_t,
                                                     std::uint64_t) override {
    std::vector<BlockLocation> blocks(1);
    if (!replica_hosts.empty()) {
      blocks[0].hosts = replica_hosts.front();
      if (replica_hosts.size() > 1) replica_hosts.erase(replica_hosts.begin());
    }
    return blocks;
  }

 private:
  static constexpr std::uint64_t kBlockBytes = 128u << 20;

  struct Node {
    FileStatus status;
    std::string content;
  };

  class Reader final : public FileReader {
   public:
    explicit Reader(std::string content) : content_(std::move(content)) {}
    Result<std::size_t> read(std::span<std::byte> buffer) override {
      const std::size_t count = TRY(read_at(position_, buffer));
      position_ += count;
      return count;
    }
    Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> buffer) override {
      const ByteView rest = as_byte_view(content_).subspan(std::min(offset, content_.size()));
      const std::size_t count = std::min(rest.size(), buffer.size());
      std::copy_n(rest.begin(), count, buffer.begin());
      return count;
    }
    Result<void> seek(std::uint64_t offset) override { return position_ = offset, Result<void>(); }
    std::uint64_t position() const override { return position_; }
    std::uint64_t length_bytes() const override { return content_.size(); }

   private:
    std::string content_;
    std::uint64_t position_ = 0;
  };

  class Writer final : public FileWriter {
   public:
    Writer(FakeFileSystem& owner, std::string path) : owner_(owner), path_(std::move(path)) {}
    Result<void> write(std::span<const std::byte> bytes) override {
      const std::scoped_lock lock(owner_.mutex_);
      TRY(owner_.refuse("write", path_));
      owner_.nodes_[path_].content.append(as_text(bytes));
      return {};
    }
    Result<void> hflush() override { return {}; }
    Result<void> hsync() override { return {}; }
    Result<void> close() override { return owner_.refuse("close", path_); }
    std::uint64_t position() const override { return 0; }

   private:
    FakeFileSystem& owner_;
    const std::string path_;
  };

  static std::string parent(const std::string& path) {
    return path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
  }

  Node directory(std::uint16_t permission) const {
    Node node = file(permission);
    node.status.is_directory = true;
    node.status.replication = 0;
    node.status.block_size_bytes = 0;
    return node;
  }
  Node file(std::uint16_t permission) const {
    Node node;
    node.status.permission = permission;
    node.status.owner = "alice";
    node.status.group = "staff";
    node.status.replication = 3;
    node.status.block_size_bytes = kBlockBytes;
    node.status.modification_time_ms = clock_.wall_ms();
    return node;
  }

  // All below with mutex_ held.
  void make_parents(const std::string& path, std::uint16_t permission) {
    for (std::string above = parent(path); above.size() > 1; above = parent(above))
      nodes_.try_emplace(above, directory(permission));
  }
  Result<Node*> find(const std::string& path) {
    const auto found = nodes_.find(path);
    if (found == nodes_.end())
      return Error{ErrorCode::kFileNotFound, "File does not exist: " + path};
    return &found->second;
  }
  Result<void> refuse(const std::string& operation, const std::string& path) {
    const auto node = failures_.extract(operation + " " + path);
    if (node.empty()) return {};
    return node.mapped();
  }
  void move(const std::string& source, const std::string& target) {
    std::map<std::string, Node> moved;
    for (const auto& [path, node] : nodes_)
      if (path == source || path.starts_with(source + "/"))
        moved[target + path.substr(source.size())] = node;
    std::erase_if(nodes_, [&](const auto& entry) {
      return entry.first == source || entry.first.starts_with(source + "/");
    });
    nodes_.merge(moved);
  }
  static FileStatus describe(const std::string& path, const Node& node) {
    FileStatus status = node.status;
    status.path = path;
    status.length_bytes = node.content.size();
    return status;
  }
  template <class Edit>
  Result<void> change(const std::string& operation, const std::string& path, Edit edit) {
    const std::scoped_lock lock(mutex_);
    TRY(refuse(operation, path));
    edit(TRY(find(path))->status);
    return {};
  }

  const std::string uri_;
  const Clock& clock_;
  std::mutex mutex_;
  // Guarded by mutex_.
  std::map<std::string, Node> nodes_;
  std::map<std::string, Error> failures_;
};

}  // namespace mammoth::hdfs
