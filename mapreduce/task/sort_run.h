// SortRun: a part of a map's output in memory, collected in any order, read in the order of
// (partition, key). The task's sort buffer is made of two of them: one fills while the other is
// spilled (sort_buffer.h).
//
// Bytes live in one region of anonymous memory that is reserved at once and touched as it fills; a
// record costs no allocation. Keys that repeat are kept once as long as that pays: a hash table
// finds the key, and the value joins those of the key, which lie together in chunks that grow from
// one value to kMaxChunkBytes. So a spill of words sorts the different words only, and their values
// go to the combiner from memory in a row. After a trial with few repetitions the table is given up
// and every record is an entry of its own.
//
// The table and the keys are larger than a processor's caches, so that each record of a rare key
// would wait for memory several times in turn. Records are therefore staged a batch at a time, and
// what they will touch is asked for ahead.
//
// Not thread-safe; may be handed from one thread to another.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "mapreduce/api/raw.h"

namespace mammoth::mapreduce::engine {

struct KeyOrder {
  const WritableType& type;
  const RawComparator* comparator;  // null: the type's own order

  int compare(std::string_view a, std::string_view b) const {
    return comparator != nullptr ? comparator->compare(a, b) : type.compare(a, b);
  }
  std::uint64_t prefix(std::string_view key) const {
    return comparator != nullptr || type.prefix == nullptr ? 0 : type.prefix(key);
  }
  bool prefix_is_all() const { return comparator == nullptr && type.prefix_is_all; }
};

class SortRun {
 public:
  // Holds up to `capacity_bytes` (less than 2 GiB) of records and their book-keeping.
  SortRun(std::size_t capacity_bytes, KeyOrder order);
  ~SortRun();
  SortRun(const SortRun&) = delete;
  SortRun& operator=(const SortRun&) = delete;

  // False when it has no room left; nothing is taken then.
  bool add(int partition, std::string_view key, std::string_view value);
  std::size_t used_bytes() const {
    return used_ + entries_.size() * sizeof(Entry) + staged_needed_;
  }
  std::uint64_t records() const { return records_; }
  bool empty() const { return records_ == 0; }
  void clear();

  void sort();
  // The records of one partition, in order; valid until clear(). sort() comes first.
  std::unique_ptr<RawRecords> partition(int partition) const;

  // What a record takes at most, beyond key and value.
  static constexpr std::size_t kRecordOverhead = 64;

 private:
  struct Entry {
    std::uint64_t prefix;
    std::uint32_t partition;
    std::uint32_t key;  // offset of a KeyHead
  };
  struct KeyHead {
    std::uint32_t partition;
    std::uint32_t length;
    std::uint32_t first;  // chunks, by offset
    std::uint32_t last;
    std::uint32_t write;  // where the next value goes in the last one
    std::uint32_t limit;  // and where that ends
  };
  // Values, each behind its length; `end` is known when there is a next chunk.
  struct Chunk {
    std::uint32_t next;  // 0: none
    std::uint32_t end;
  };
  class Records;

  template <class Head>
  Head& at(std::uint32_t offset) const {
    return *reinterpret_cast<Head*>(memory_ + offset);
  }
  std::string_view key_of(std::uint32_t offset) const;
  std::uint32_t new_chunk(std::size_t data_bytes);
  void append_value(KeyHead& head, std::string_view value);
  std::uint32_t new_entry(std::uint32_t partition, std::string_view key, std::string_view value);
  std::size_t find_slot(std::uint32_t hash, std::uint32_t partition, std::string_view key) const;
  void stage(std::uint32_t partition, std::string_view key, std::string_view value);
  void ask_for_staged();
  void add_staged();
  void put(std::uint32_t hash, std::uint32_t partition, std::string_view key,
           std::string_view value);
  void grow_table();
  void judge_repetition();

  const std::size_t capacity_;
  const KeyOrder order_;
  char* memory_;
  std::uint32_t used_;
  std::vector<Entry> entries_;
  std::uint64_t records_ = 0;
  bool hashing_ = true;
  bool is_judged_ = false;
  struct Slot {
    std::uint32_t hash;
    std::uint32_t key;  // offset of a KeyHead; 0: free
  };
  std::vector<Slot> table_;

  // Records that were taken and are not in the table yet.
  static constexpr std::size_t kBatch = 32;
  static constexpr std::size_t kMaxStagedBytes = 256;  // of one
  struct Staged {
    std::uint32_t hash;
    std::uint32_t partition;
    std::uint32_t key_size;
    std::uint32_t value_size;
    std::uint32_t found;  // offset of the KeyHead that it may be
  };
  std::array<Staged, kBatch> staged_;
  std::array<char, kBatch * kMaxStagedBytes> staged_bytes_;
  std::size_t staged_count_ = 0;
  std::size_t staged_needed_ = 0;  // bytes of the region that they may take
};

}  // namespace mammoth::mapreduce::engine
