#include "common/io/memory_disk.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

namespace mammoth {
namespace {

std::string last_name(const std::string& path) {
  return path.substr(path.find_last_of('/') + 1);
}

// What a power cut may leave of a file: some length between the durable and the last one, and each
// page of it old or new.
std::string torn(const std::string& durable, const std::string& latest, std::mt19937_64& dice) {
  constexpr std::size_t kPageBytes = 4096;
  const auto [shorter, longer] = std::minmax(durable.size(), latest.size());
  std::string left(shorter + dice() % (longer - shorter + 1), '\0');
  for (std::size_t at = 0; at < left.size(); at += kPageBytes) {
    const auto& source = dice() % 2 == 0 ? durable : latest;
    if (at >= source.size()) continue;
    const auto count = std::min({kPageBytes, left.size() - at, source.size() - at});
    std::memcpy(left.data() + at, source.data() + at, count);
  }
  return left;
}

}  // namespace

// A file or a directory, in both versions.
struct MemoryDisk::Node {
  using Entries = std::map<std::string, std::shared_ptr<Node>>;

  bool is_directory = false;
  std::int64_t modified_ms = 0;
  bool locked = false;
  // files
  std::string bytes;
  std::string durable_bytes;
  std::uint64_t links = 1;
  std::uint64_t open_handles = 0;
  // directories
  Entries entries;
  Entries durable_entries;
};

struct MemoryDisk::State {
  using NodePtr = std::shared_ptr<Node>;

  std::mutex mutex;  // guards all below
  const std::uint64_t capacity_bytes;
  std::uint64_t used_bytes = 0;
  std::int64_t changes = 0;      // what modified_ms counts
  std::uint64_t power_cuts = 0;  // handles opened before the last one are dead
  NodePtr root = std::make_shared<Node>();

  explicit State(std::uint64_t capacity) : capacity_bytes(capacity) { root->is_directory = true; }

  // Null when there is nothing.
  NodePtr find(std::string_view path) const {
    auto node = root;
    while (node && !path.empty()) {
      const auto slash = std::min(path.find('/'), path.size());
      const std::string name(path.substr(0, slash));
      path.remove_prefix(std::min(slash + 1, path.size()));
      if (name.empty() || name == ".") continue;
      if (!node->is_directory) return nullptr;
      const auto entry = node->entries.find(name);
      node = entry == node->entries.end() ? nullptr : entry->second;
    }
    return node;
  }
  NodePtr directory(const std::string& path, const char* operation) const {
    auto node = find(path);
    if (!node) throw DiskError(ENOENT, operation, path);
    if (!node->is_directory) throw DiskError(ENOTDIR, operation, path);
    return node;
  }
  // The directory entries in which `path` is or would be.
  Node& parent(const std::string& path, const char* operation) const {
    return *directory(parent_directory(path), operation);
  }

  void touch(Node& node) { node.modified_ms = ++changes; }
  void set_size(Node& file, std::uint64_t size, const std::string& path) {
    if (size > file.bytes.size() && size - file.bytes.size() > capacity_bytes - used_bytes)
      throw DiskError(ENOSPC, "write", path);
    used_bytes += size;
    used_bytes -= file.bytes.size();
    file.bytes.resize(size);
    touch(file);
  }
  // Space comes back with the last name and the last handle, whatever a crash might restore.
  void release(Node& file) {
    if (file.links == 0 && file.open_handles == 0) used_bytes -= file.bytes.size();
  }
  void drop_name(Node& directory, const std::string& name) {
    const auto entry = directory.entries.find(name);
    const auto node = entry->second;
    directory.entries.erase(entry);
    touch(directory);
    if (node->is_directory) return;
    --node->links;
    release(*node);
  }

  void cut_power(std::mt19937_64* dice);

 private:
  void restart(Node& node, std::mt19937_64* dice, std::set<Node*>& seen);
};

// With dice, each change may survive; without, none does.
void MemoryDisk::State::cut_power(std::mt19937_64* dice) {
  const std::lock_guard lock(mutex);
  ++power_cuts;
  used_bytes = 0;
  std::set<Node*> seen;
  restart(*root, dice, seen);
}

// What is left of `node` becomes both of its versions.
void MemoryDisk::State::restart(Node& node, std::mt19937_64* dice, std::set<Node*>& seen) {
  const bool first_name = seen.insert(&node).second;
  if (!node.is_directory) {
    if (first_name) {
      node.bytes = dice ? torn(node.durable_bytes, node.bytes, *dice) : node.durable_bytes;
      node.durable_bytes = node.bytes;
      node.locked = false;
      node.open_handles = node.links = 0;
      used_bytes += node.bytes.size();
    }
    ++node.links;
    return;
  }
  if (!first_name) return;
  auto left = node.durable_entries;
  if (dice) {
    for (const auto& [name, child] : node.entries)
      if ((*dice)() % 2 == 0) left[name] = child;
    for (const auto& [name, child] : node.durable_entries)
      if (!node.entries.contains(name) && (*dice)() % 2 == 0) left.erase(name);
  }
  node.entries = node.durable_entries = std::move(left);
  for (const auto& [name, child] : node.entries) restart(*child, dice, seen);
}

class MemoryDisk::Handle final : public DiskFile {
 public:
  // With the mutex held.
  Handle(std::shared_ptr<State> state, std::shared_ptr<Node> node, std::string path, bool writable)
      : state_(std::move(state)),
        node_(std::move(node)),
        path_(std::move(path)),
        writable_(writable),
        power_cuts_(state_->power_cuts) {
    ++node_->open_handles;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() override {
    const std::lock_guard lock(state_->mutex);
    if (power_cuts_ != state_->power_cuts) return;
    if (owns_lock_) node_->locked = false;
    --node_->open_handles;
    state_->release(*node_);
  }

  std::size_t read_at(std::uint64_t offset, std::span<std::byte> into) override {
    const auto lock = enter("read");
    const auto& bytes = node_->bytes;
    if (offset >= bytes.size()) return 0;
    const auto count = std::min<std::uint64_t>(into.size(), bytes.size() - offset);
    std::memcpy(into.data(), bytes.data() + offset, count);
    return count;
  }
  void write_at(std::uint64_t offset, ByteView bytes) override {
    const auto lock = enter_to_write("write");
    if (bytes.empty()) return;
    state_->set_size(*node_, std::max<std::uint64_t>(node_->bytes.size(), offset + bytes.size()),
                     path_);
    std::memcpy(node_->bytes.data() + offset, bytes.data(), bytes.size());
  }
  std::uint64_t size() override {
    const auto lock = enter("stat");
    return node_->bytes.size();
  }
  void truncate(std::uint64_t length_bytes) override {
    const auto lock = enter_to_write("truncate");
    state_->set_size(*node_, length_bytes, path_);
  }
  void sync_data() override { sync(); }
  void sync() override {
    const auto lock = enter("sync");
    node_->durable_bytes = node_->bytes;
  }
  void hint(CacheHint, std::uint64_t, std::uint64_t) override {}
  bool try_lock() override {
    const auto lock = enter("lock");
    if (node_->locked && !owns_lock_) return false;
    node_->locked = owns_lock_ = true;
    return true;
  }
  int native_handle() const override { return -1; }

 private:
  std::unique_lock<std::mutex> enter(const char* operation) {
    std::unique_lock lock(state_->mutex);
    if (power_cuts_ != state_->power_cuts) throw DiskError(EIO, operation, path_);
    return lock;
  }
  std::unique_lock<std::mutex> enter_to_write(const char* operation) {
    if (!writable_) throw DiskError(EBADF, operation, path_);
    return enter(operation);
  }

  const std::shared_ptr<State> state_;
  const std::shared_ptr<Node> node_;
  const std::string path_;
  const bool writable_;
  const std::uint64_t power_cuts_;
  bool owns_lock_ = false;
};

MemoryDisk::MemoryDisk(std::uint64_t capacity_bytes)
    : state_(std::make_shared<State>(capacity_bytes)) {}
MemoryDisk::~MemoryDisk() = default;

std::unique_ptr<DiskFile> MemoryDisk::open(const std::string& path, OpenMode mode) {
  const std::lock_guard lock(state_->mutex);
  auto node = state_->find(path);
  const bool creates = mode == OpenMode::kCreate || mode == OpenMode::kOpenOrCreate;
  if (!node && !creates) throw DiskError(ENOENT, "open", path);
  if (node && mode == OpenMode::kCreate) throw DiskError(EEXIST, "open", path);
  if (node && node->is_directory) throw DiskError(EISDIR, "open", path);
  if (!node) {
    auto& parent = state_->parent(path, "open");
    node = std::make_shared<Node>();
    state_->touch(*node);
    state_->touch(parent);
    parent.entries[last_name(path)] = node;
  }
  return std::make_unique<Handle>(state_, node, path, mode != OpenMode::kRead);
}

std::optional<FileStatus> MemoryDisk::status(const std::string& path) {
  const std::lock_guard lock(state_->mutex);
  const auto node = state_->find(path);
  if (!node) return {};
  return FileStatus{.size_bytes = node->bytes.size(),
                    .modified_ms = node->modified_ms,
                    .links = node->links,
                    .is_directory = node->is_directory};
}

std::vector<DirectoryEntry> MemoryDisk::list(const std::string& path) {
  const std::lock_guard lock(state_->mutex);
  std::vector<DirectoryEntry> entries;
  for (const auto& [name, node] : state_->directory(path, "list")->entries)
    entries.push_back({name, node->is_directory});
  return entries;
}

void MemoryDisk::rename(const std::string& from, const std::string& to) {
  const std::lock_guard lock(state_->mutex);
  const auto node = state_->find(from);
  if (!node) throw DiskError(ENOENT, "rename", from);
  auto& target = state_->parent(to, "rename");
  if (const auto replaced = state_->find(to)) {
    if (replaced == node) return;
    if (replaced->is_directory) throw DiskError(EISDIR, "rename", to);
    if (node->is_directory) throw DiskError(ENOTDIR, "rename", to);
    state_->drop_name(target, last_name(to));
  }
  auto& source = state_->parent(from, "rename");
  source.entries.erase(last_name(from));
  target.entries[last_name(to)] = node;
  state_->touch(source);
  state_->touch(target);
}

void MemoryDisk::link(const std::string& from, const std::string& to) {
  const std::lock_guard lock(state_->mutex);
  const auto node = state_->find(from);
  if (!node) throw DiskError(ENOENT, "link", from);
  if (node->is_directory) throw DiskError(EPERM, "link", from);
  if (state_->find(to)) throw DiskError(EEXIST, "link", from);
  auto& target = state_->parent(to, "link");
  target.entries[last_name(to)] = node;
  ++node->links;
  state_->touch(target);
}

bool MemoryDisk::unlink(const std::string& path) {
  const std::lock_guard lock(state_->mutex);
  const auto node = state_->find(path);
  if (!node) return false;
  if (node->is_directory) throw DiskError(EISDIR, "unlink", path);
  state_->drop_name(state_->parent(path, "unlink"), last_name(path));
  return true;
}

void MemoryDisk::make_directories(const std::string& path) {
  const std::lock_guard lock(state_->mutex);
  for (std::size_t slash = 0; slash != std::string::npos;) {
    slash = path.find('/', slash + 1);
    const auto prefix = path.substr(0, slash);
    if (const auto node = state_->find(prefix)) {
      if (!node->is_directory) throw DiskError(ENOTDIR, "create directory", path);
      continue;
    }
    auto& parent = state_->parent(prefix, "create directory");
    auto node = std::make_shared<Node>();
    node->is_directory = true;
    parent.entries[last_name(prefix)] = node;
    state_->touch(*node);
    state_->touch(parent);
  }
}

bool MemoryDisk::remove_directory(const std::string& path) {
  const std::lock_guard lock(state_->mutex);
  const auto node = state_->find(path);
  if (!node) return false;
  if (!node->is_directory) throw DiskError(ENOTDIR, "remove directory", path);
  if (!node->entries.empty()) throw DiskError(ENOTEMPTY, "remove directory", path);
  state_->drop_name(state_->parent(path, "remove directory"), last_name(path));
  return true;
}

void MemoryDisk::sync_directory(const std::string& path) {
  const std::lock_guard lock(state_->mutex);
  const auto directory = state_->directory(path, "sync");
  directory->durable_entries = directory->entries;
}

DiskSpace MemoryDisk::space(const std::string& path) {
  const std::lock_guard lock(state_->mutex);
  if (!state_->find(path)) throw DiskError(ENOENT, "statvfs", path);
  const auto free_bytes = state_->capacity_bytes - state_->used_bytes;
  return {.capacity_bytes = state_->capacity_bytes,
          .free_bytes = free_bytes,
          .available_bytes = free_bytes};
}

void MemoryDisk::crash() {
  state_->cut_power(nullptr);
}
void MemoryDisk::crash(std::mt19937_64& dice) {
  state_->cut_power(&dice);
}

}  // namespace mammoth
