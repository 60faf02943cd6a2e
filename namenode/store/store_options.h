// The store's share of the configuration.
#pragma once

#include <cstddef>
#include <functional>

#include "common/base/bytes.h"

namespace mammoth::namenode {

// Bounds on memory, whatever the number of files.
struct StoreOptions {
  std::size_t block_cache_bytes = 32u << 20;  // pieces of tables, indexes and filters
  std::size_t inode_cache_bytes = 64u << 20;
  // Changes gathered before they are written to tables. In memory they take about twice as much,
  // and again as much while that is done; on disk a segment of the journal is as large.
  std::size_t memtable_bytes = 16u << 20;
  int max_open_files = 256;
  // Called at opening with the answers that were kept beside their changes, the oldest first.
  std::function<void(ByteView answer)> recovered_answer{};
};

}  // namespace mammoth::namenode
