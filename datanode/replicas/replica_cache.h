// The replicas that this datanode holds in memory because the NameNode says so (Hadoop: FsDatasetCache,
// MemoryMappableBlockLoader): mapped, verified and locked, so that whoever reads them finds them in the
// page cache, and short-circuit readers may leave checksums out.
//
//   cache() ──> loading ──> cached ──uncache()──> leaving ──no reader relies on it──> gone
//
// Bytes are counted in whole pages against dfs.datanode.max.locked.memory. One thread does all that
// waits for disks. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "common/base/hdfs_ids.h"
#include "common/base/result.h"

namespace mammoth::datanode {

class ReplicaStore;
class ShortCircuitRegistry;

struct ReplicaCacheOptions {
  std::uint64_t capacity_bytes = 0;  // dfs.datanode.max.locked.memory; 0: nothing is cached
  // dfs.datanode.cache.revocation.timeout.ms, ….polling.ms: how long readers may hold on to a replica
  // that is to leave, and how often they are looked at.
  std::chrono::milliseconds revocation_timeout{900'000};
  std::chrono::milliseconds revocation_polling{500};
};

struct ReplicaCacheStatistics {
  std::uint64_t capacity_bytes = 0;
  std::uint64_t used_bytes = 0;
  std::uint64_t blocks_cached = 0;
  std::uint64_t failed_to_cache = 0;
  std::uint64_t failed_to_uncache = 0;
};

// Refused (kIllegalArgument) with Hadoop's words when this process may not lock that much.
Result<void> check_lock_limit(std::uint64_t capacity_bytes);

class ReplicaCache {
 public:
  // `store` and `readers` must outlive it.
  ReplicaCache(ReplicaStore& store, ShortCircuitRegistry& readers, ReplicaCacheOptions options);
  ~ReplicaCache();
  ReplicaCache(const ReplicaCache&) = delete;
  ReplicaCache& operator=(const ReplicaCache&) = delete;

  // Both return at once. What cannot be done is counted and logged; the NameNode will ask again.
  void cache(std::span<const BlockId> blocks);
  void uncache(std::span<const BlockId> blocks);

  // What the NameNode is told: cached, or leaving while somebody reads.
  std::vector<BlockId> cached() const;
  ReplicaCacheStatistics statistics() const;

 private:
  enum class State : std::uint8_t { kLoading, kCancelled, kCached, kLeaving };
  struct Entry {
    State state = State::kLoading;
    std::byte* memory = nullptr;
    std::uint64_t length_bytes = 0;
    std::uint64_t reserved_bytes = 0;  // whole pages
    std::chrono::steady_clock::time_point leave_by{};
  };

  void run();
  // With `lock` held; lets it go while it works.
  void load_next(std::unique_lock<std::mutex>& lock);
  void release_free_ones();  // with the lock held
  Result<Entry> load(BlockId block);
  static void unmap(const Entry& entry);

  ReplicaStore& store_;
  ShortCircuitRegistry& readers_;
  const ReplicaCacheOptions options_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<BlockId, Entry> entries_;   // guarded by mutex_, as all below
  std::vector<BlockId> to_load_;
  std::size_t leaving_ = 0;
  ReplicaCacheStatistics statistics_;
  bool stopping_ = false;
  std::thread thread_;  // last
};

}  // namespace mammoth::datanode
