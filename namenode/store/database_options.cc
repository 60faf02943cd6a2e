#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>

#include <algorithm>

#include "namenode/store/database.h"
#include "namenode/store/key_schema.h"

namespace mammoth::namenode {

namespace {

rocksdb::BlockBasedTableOptions table_options(const StoreOptions& options) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  table.block_size = 8 << 10;
  table.format_version = 5;
  // Half of all lookups are for names that do not exist yet (create, mkdirs, rename).
  table.filter_policy.reset(rocksdb::NewRibbonFilterPolicy(10));
  // Indexes and filters grow with the number of files. Whole ones in a small cache would evict each
  // other at every lookup, and outside of it they would not be bounded; so they are cut into pieces
  // of a few KiB that are cached like data, and only the top of each stays in memory.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_top_level_index_and_filter = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  return table;
}

// Keys that are likely to be written one after the other: names of one directory, growing ids.
class Neighbourhood final : public rocksdb::SliceTransform {
 public:
  const char* Name() const override { return "mammoth.neighbourhood"; }
  bool InDomain(const rocksdb::Slice& key) const override {
    return has_neighbours({key.data(), key.size()});
  }
  rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
    return {key.data(), key[0] == static_cast<char>(KeySpace::kEntry) ? kIdKeyBytes : 1};
  }
};

}  // namespace

rocksdb::Options database_options(const StoreOptions& options) {
  rocksdb::Options db;
  db.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table_options(options)));

  // There is no log; what a crash leaves is what the last flush wrote. A flush must therefore
  // happen between two frames of the journal and never by itself: memtables end when MetaStore says
  // so, after memtable_bytes of changes. This limit is out of reach.
  db.write_buffer_size = std::max<std::size_t>(256 << 20, 8 * options.memtable_bytes);
  db.arena_block_size = 256 << 10;
  // A filter in the memtable too, of some 20 bits a key; its size is told as a part of the limit
  // above.
  db.memtable_whole_key_filtering = true;
  db.memtable_prefix_bloom_size_ratio =
      static_cast<double>(options.memtable_bytes) / 50 / static_cast<double>(db.write_buffer_size);
  db.avoid_flush_during_shutdown = true;
  db.max_bgerror_resume_count = 0;  // after a failed flush nothing is tried again: the daemon stops
  db.max_write_buffer_number = 3;
  db.allow_concurrent_memtable_write = false;  // there is one writer
  // Then the place of a key in the memtable is found from that of its neighbour.
  db.memtable_insert_with_hint_prefix_extractor = std::make_shared<Neighbourhood>();
  db.max_open_files = options.max_open_files;

  // Shape of the tree, for memtables of a few MiB: levels of the sizes that the lowest one demands,
  // so that little of the space is taken by what was overwritten.
  db.level_compaction_dynamic_level_bytes = true;
  db.target_file_size_base = 16 << 20;
  db.max_bytes_for_level_base = 64 << 20;
  db.max_background_jobs = 2;
  db.bytes_per_sync = 1 << 20;  // so that no large write waits in the way of the journal's syncs
  db.compression = rocksdb::kLZ4Compression;
  // A deleted tree leaves long runs of tombstones, which every scan steps over until a compaction
  // takes them away.
  db.table_properties_collector_factories.push_back(
      rocksdb::NewCompactOnDeletionCollectorFactory(/*sliding_window_size=*/4096,
                                                    /*deletion_trigger=*/2048));

  db.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  db.keep_log_file_num = 2;
  db.max_log_file_size = 1 << 20;
  db.stats_dump_period_sec = 0;
  db.stats_persist_period_sec = 0;
  return db;
}

}  // namespace mammoth::namenode
