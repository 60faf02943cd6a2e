// The cached partitions of one executor (Spark: BlockManager, MemoryStore, DiskStore). Blocks are
// kept as elements (deserialized) or as bytes, in memory up to a limit and on disk where the level
// says so; when memory is short the least recently used blocks of other RDDs make room, to disk if
// their level allows. A partition that fits nowhere is computed and passed on uncached.
//
// Thread-safe; streams that read a block keep it alive.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "spark-core/plan/storage_level.h"
#include "spark-core/plan/stream.h"
#include "spark-core/storage/local_files.h"

namespace mammoth::spark {

struct BlockKey {
  int rdd = 0;
  int partition = 0;
  auto operator<=>(const BlockKey&) const = default;
};

// A block that came or went since somebody asked.
struct BlockChange {
  int rdd = 0;
  int partition = 0;
  bool held = false;
  std::string executor{};  // that got a copy; empty: the one that tells it
};

class Block;

class BlockStore {
 public:
  BlockStore(LocalFiles& files, std::size_t memory_limit_bytes);
  ~BlockStore();

  // The elements of a block that is here, or null.
  std::unique_ptr<Stream> find(BlockKey key, const TypeOps* type);
  // Computes all of `source`, keeps it as the level says, and answers its elements.
  std::unique_ptr<Stream> keep(BlockKey key, const TypeOps* type, StorageLevel level,
                               std::unique_ptr<Stream> source);
  // The block as bytes. Absent: it is not here, or has more of them.
  std::optional<std::string> bytes_of(BlockKey key, std::size_t most_bytes) const;
  // Keeps a block that another executor made, as bytes; false without room for it.
  bool keep_copy(BlockKey key, StorageLevel level, std::string_view bytes);
  // Another executor has a copy of this one's block.
  void copied(BlockKey key, const std::string& executor);
  std::size_t limit_bytes() const { return limit_; }
  void remove_rdd(int rdd);
  // What keep() added and what had to make room since the last call, for the driver, which sends
  // tasks to where their blocks are.
  std::vector<BlockChange> take_changes();

  bool holds(BlockKey key) const;
  std::size_t memory_bytes() const;
  std::size_t block_count() const;

 private:
  struct Entry {
    std::shared_ptr<Block> memory;    // null: only on disk
    std::shared_ptr<LocalFile> disk;  // null: only in memory
    StorageLevel level;
    std::list<BlockKey>::iterator use;  // in uses_, when in memory
  };
  bool make_room(std::size_t bytes, int for_rdd);  // with mutex_ held
  bool keep(BlockKey key, StorageLevel level, const std::shared_ptr<Block>& block);
  void evict(BlockKey key, Entry& entry);
  std::shared_ptr<LocalFile> write_file(BlockKey key, const Block& block);

  LocalFiles& files_;
  const std::size_t limit_;
  mutable std::mutex mutex_;
  // Guarded by mutex_.
  std::map<BlockKey, Entry> entries_;
  std::list<BlockKey> uses_;  // least recently used first
  std::size_t used_ = 0;
  std::vector<BlockChange> changes_;
};

}  // namespace mammoth::spark
