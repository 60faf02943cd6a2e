// Decoded inodes by their place in the tree, so that resolving a hot path does not reach the
// database. Bounded in bytes; what was not used for longest goes first. What does not exist is not
// remembered.
//
// Thread-safe. Readers put what they found in the database; the writer of the table, who has it alone,
// puts and erases what it changed. So an entry is never older than the database.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>

#include "namenode/namespace/inode.h"

namespace mammoth::namenode {

class InodeCache {
 public:
  explicit InodeCache(std::size_t capacity_bytes);

  InodePtr find(InodeId parent, std::string_view name);
  void put(InodeId parent, std::string_view name, const InodePtr& inode);
  void erase(InodeId parent, std::string_view name);

  std::size_t size_bytes() const;

 private:
  struct Entry {
    InodeId parent;
    std::string name;
    InodePtr inode;
    std::size_t bytes;
  };
  using Entries = std::list<Entry>;
  struct Key {
    InodeId parent;
    std::string_view name;  // of the entry itself, once it is in the index
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  struct alignas(64) Shard {
    mutable std::mutex mutex;
    // Guarded by mutex:
    Entries entries;  // the most recently used first
    boost::unordered_flat_map<Key, Entries::iterator, Hash> index;
    std::size_t bytes = 0;
  };
  static constexpr std::size_t kShards = 16;

  Shard& shard_of(const Key& key);
  static void remove(Shard& shard, Entries::iterator entry);

  const std::size_t shard_capacity_bytes_;
  std::array<Shard, kShards> shards_;
};

}  // namespace mammoth::namenode
