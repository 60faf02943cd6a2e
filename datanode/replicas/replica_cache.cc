#include "datanode/replicas/replica_cache.h"

#include <fmt/format.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "common/base/log.h"
#include "datanode/replicas/replica_store.h"
#include "datanode/replicas/short_circuit_registry.h"

namespace mammoth::datanode {

namespace {

std::uint64_t in_pages(std::uint64_t bytes) {
  static const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return (bytes + page - 1) / page * page;
}

Error refuse_to_cache(BlockId block, const std::string& reason) {
  return {ErrorCode::kIo, fmt::format("Failed to cache {}: {}", block.value(), reason)};
}

// A mapping that is given up again unless it is kept.
class Mapping {
 public:
  Mapping(int descriptor, std::size_t length) : length_(length) {
    void* at = ::mmap(nullptr, length, PROT_READ, MAP_SHARED, descriptor, 0);
    if (at != MAP_FAILED) memory_ = static_cast<std::byte*>(at);
  }
  ~Mapping() {
    if (memory_ != nullptr) ::munmap(memory_, length_);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  bool is_good() const { return memory_ != nullptr; }
  bool lock() const { return ::mlock(memory_, length_) == 0; }
  std::span<const std::byte> bytes() const { return {memory_, length_}; }
  std::byte* keep() { return std::exchange(memory_, nullptr); }

 private:
  const std::size_t length_;
  std::byte* memory_ = nullptr;
};

bool checksums_agree(ReplicaReader& reader, std::span<const std::byte> data) {
  const DataChecksum& checksum = reader.checksum();
  if (checksum.type == ChecksumType::kNull) return true;
  constexpr std::size_t kAtOnce = 1u << 20;
  const std::size_t step =
      std::max<std::size_t>(kAtOnce / checksum.bytes_per_checksum, 1) * checksum.bytes_per_checksum;
  std::vector<std::byte> stored;
  for (std::size_t offset = 0; offset < data.size(); offset += step) {
    const auto part = data.subspan(offset, std::min(step, data.size() - offset));
    stored.resize(checksum.checksums_bytes(part.size()));
    reader.read_checksums(offset, part.size(), stored);
    if (checksum.verify(part, stored)) return false;
  }
  return true;
}

}  // namespace

Result<void> check_lock_limit(std::uint64_t capacity_bytes) {
  rlimit limit{};
  if (capacity_bytes == 0 || ::getrlimit(RLIMIT_MEMLOCK, &limit) != 0) return {};
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_MEMLOCK, &limit);
  }
  if (limit.rlim_cur == RLIM_INFINITY || capacity_bytes <= limit.rlim_cur) return {};
  return Error{ErrorCode::kIllegalArgument,
               fmt::format("Cannot start datanode because the configured max locked memory size "
                           "(dfs.datanode.max.locked.memory) of {} bytes is more than the "
                           "datanode's available RLIMIT_MEMLOCK ulimit of {} bytes.",
                           capacity_bytes, limit.rlim_cur)};
}

ReplicaCache::ReplicaCache(ReplicaStore& store, ShortCircuitRegistry& readers,
                           ReplicaCacheOptions options)
    : store_(store), readers_(readers), options_(options) {
  statistics_.capacity_bytes = options.capacity_bytes;
  if (options.capacity_bytes == 0) return;
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "cache");
    run();
  });
}

ReplicaCache::~ReplicaCache() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  for (const auto& [block, entry] : entries_) unmap(entry);
}

void ReplicaCache::unmap(const Entry& entry) {
  if (entry.memory != nullptr) ::munmap(entry.memory, entry.length_bytes);
}

void ReplicaCache::cache(std::span<const BlockId> blocks) {
  const std::lock_guard lock(mutex_);
  for (const BlockId block : blocks) {
    if (options_.capacity_bytes == 0 || !entries_.try_emplace(block).second)
      ++statistics_.failed_to_cache;  // it is there, or on its way
    else
      to_load_.push_back(block);
  }
  changed_.notify_all();
}

void ReplicaCache::uncache(std::span<const BlockId> blocks) {
  const std::lock_guard lock(mutex_);
  for (const BlockId block : blocks) {
    const auto found = entries_.find(block);
    if (found == entries_.end()) {
      ++statistics_.failed_to_uncache;
    } else if (found->second.state == State::kLoading) {
      found->second.state = State::kCancelled;
    } else if (found->second.state == State::kCached) {
      found->second.state = State::kLeaving;
      found->second.leave_by = std::chrono::steady_clock::now() + options_.revocation_timeout;
      ++leaving_;
    }
  }
  changed_.notify_all();
}

std::vector<BlockId> ReplicaCache::cached() const {
  const std::lock_guard lock(mutex_);
  std::vector<BlockId> blocks;
  for (const auto& [block, entry] : entries_)
    if (entry.state == State::kCached || entry.state == State::kLeaving) blocks.push_back(block);
  return blocks;
}

ReplicaCacheStatistics ReplicaCache::statistics() const {
  const std::lock_guard lock(mutex_);
  return statistics_;
}

void ReplicaCache::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (leaving_ > 0) release_free_ones();
    if (!to_load_.empty()) {
      load_next(lock);
    } else if (leaving_ > 0) {
      changed_.wait_for(lock, options_.revocation_polling);
    } else {
      changed_.wait(lock);
    }
  }
}

void ReplicaCache::load_next(std::unique_lock<std::mutex>& lock) {
  const BlockId block = to_load_.back();
  to_load_.pop_back();
  Result<Entry> loaded = Error{};
  if (entries_.at(block).state == State::kLoading) {
    lock.unlock();
    loaded = load(block);
    lock.lock();
  } else {
    loaded = refuse_to_cache(block, "it was cancelled");
  }
  if (loaded && entries_.at(block).state == State::kCancelled) {
    statistics_.used_bytes -= loaded->reserved_bytes;
    unmap(*loaded);
    loaded = refuse_to_cache(block, "it was cancelled");
  }
  if (!loaded) {
    log::warn("datanode", "{}", loaded.error().message);
    ++statistics_.failed_to_cache;
    entries_.erase(block);
    return;
  }
  entries_[block] = *loaded;
  ++statistics_.blocks_cached;
  readers_.set_cached(block);
}

Result<ReplicaCache::Entry> ReplicaCache::load(BlockId id) {
  const std::optional<Replica> replica = store_.find(id);
  if (!replica || replica->state != ReplicaState::kFinalized)
    return refuse_to_cache(id, "replica not found, or not finalized");
  Entry entry{.state = State::kCached};
  entry.length_bytes = replica->block.length_bytes;
  entry.reserved_bytes = in_pages(entry.length_bytes);
  {
    const std::lock_guard lock(mutex_);
    if (statistics_.used_bytes + entry.reserved_bytes > options_.capacity_bytes)
      return refuse_to_cache(
          id, fmt::format("could not reserve more bytes in the cache: {} exceeded when try to "
                          "reserve {} bytes.",
                          options_.capacity_bytes, entry.length_bytes));
    statistics_.used_bytes += entry.reserved_bytes;
  }
  const auto map = [&]() -> Result<std::byte*> {
    if (entry.length_bytes == 0) return nullptr;
    ReplicaReader reader = TRY(store_.open_reader(
        replica->block, {.offset = 0, .length = entry.length_bytes, .with_checksums = true}));
    Mapping mapping(reader.data().native_handle(), entry.length_bytes);
    if (!mapping.is_good()) return refuse_to_cache(id, "it cannot be mapped");
    if (!mapping.lock())
      return refuse_to_cache(id, fmt::format("it cannot be locked: {}", std::strerror(errno)));
    if (!checksums_agree(reader, mapping.bytes()))
      return refuse_to_cache(id, "checksum verification failed.");
    return mapping.keep();
  };
  Result<std::byte*> memory = Error{};
  try {
    memory = map();
  } catch (const DiskError& error) {
    store_.suspect(error);
    memory = refuse_to_cache(id, error.what());
  }
  if (memory) {
    entry.memory = *memory;
    return entry;
  }
  const std::lock_guard lock(mutex_);
  statistics_.used_bytes -= entry.reserved_bytes;
  return memory.error();
}

void ReplicaCache::release_free_ones() {
  const auto now = std::chrono::steady_clock::now();
  for (auto it = entries_.begin(); it != entries_.end();) {
    const Entry& entry = it->second;
    if (entry.state != State::kLeaving) {
      ++it;
      continue;
    }
    const bool is_free = readers_.may_uncache(it->first);
    if (!is_free && now < entry.leave_by) {
      ++it;
      continue;
    }
    if (!is_free)
      log::warn("datanode", "Forcibly uncaching {} because clients refused to stop using it.",
                it->first.value());
    unmap(entry);
    statistics_.used_bytes -= entry.reserved_bytes;
    --statistics_.blocks_cached;
    --leaving_;
    it = entries_.erase(it);
  }
}

}  // namespace mammoth::datanode
