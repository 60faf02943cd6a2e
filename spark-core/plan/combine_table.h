// The hash table of map-side combine and of reduceByKey: open addressing with linear probing over
// eight-byte slots, entries in a growing array in order of arrival, strings of keys as views into an
// arena. One per operator and task; not thread-safe.
//
// A table is larger than the caches, so whoever looks up many keys does it with LookAhead.
//
// `Combiner` says what happens to values: C create(V&&), void merge_value(C&, V&&),
// void merge_combiners(C&, C&&); kGrows when merging lets a C take more memory.
#pragma once

#include <cstdint>
#include <vector>

#include "spark-core/plan/arena.h"
#include "spark-core/plan/hash.h"
#include "spark-core/plan/type_ops.h"

namespace mammoth::spark {

template <class K, class C>  // K is owned
class CombineTable {
 public:
  using Key = Viewed<K>;
  struct Entry {
    Key key;
    C value;
  };

  // The entry of the key, made by `create` when it is new; otherwise `merge` is called with it.
  template <class AnyKey, class Create, class Merge>
  void upsert(const AnyKey& key, std::uint64_t hash, const Create& create, const Merge& merge) {
    if ((entries_.size() + 1) * 2 > slots_.size()) grow();
    const auto tag = static_cast<std::uint32_t>(hash);
    for (std::size_t at = tag & mask_;; at = (at + 1) & mask_) {
      Slot& slot = slots_[at];
      if (slot.index == 0) {
        entries_.push_back(Entry{store(key), create()});
        slot = {tag, static_cast<std::uint32_t>(entries_.size())};
        heap_ += heap_bytes_of(entries_.back().value);
        if constexpr (!kBorrowed<Key>) heap_ += heap_bytes_of(entries_.back().key);
        return;
      }
      if (slot.tag == tag && same_key(entries_[slot.index - 1].key, key))
        return merge(entries_[slot.index - 1].value);
    }
  }
  // What upsert will touch, one step after the other: the slot, the entry, the key's bytes. Hints.
  void prefetch_slot(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & mask_]);
  }
  void prefetch_entry(std::uint64_t hash) const {
    if (const Entry* entry = likely_entry(hash)) __builtin_prefetch(entry);
  }
  void prefetch_key(std::uint64_t hash) const {
    if constexpr (std::is_same_v<Key, std::string_view>)
      if (const Entry* entry = likely_entry(hash)) __builtin_prefetch(entry->key.data());
  }

  std::vector<Entry>& entries() { return entries_; }
  bool empty() const { return entries_.empty(); }
  void add_heap(std::size_t bytes) { heap_ += bytes; }
  std::size_t held_bytes() const {
    return entries_.capacity() * sizeof(Entry) + slots_.size() * sizeof(Slot) +
           arena_.reserved_bytes() + heap_;
  }
  void clear() {
    entries_ = {};
    slots_ = {};
    mask_ = 0;
    heap_ = 0;
    arena_ = {};
  }

 private:
  struct Slot {
    std::uint32_t tag = 0;    // the hash's lower half, which says the place too
    std::uint32_t index = 0;  // into entries_, plus one; 0: free
  };

  template <class AnyKey>
  Key store(const AnyKey& key) {
    Key stored(key);
    visit_views(stored, [this](std::string_view& view) { view = arena_.copy(view); });
    return stored;
  }
  const Entry* likely_entry(std::uint64_t hash) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[hash & mask_];
    return slot.index != 0 && slot.tag == static_cast<std::uint32_t>(hash)
               ? &entries_[slot.index - 1]
               : nullptr;
  }
  void grow() {
    const std::size_t size = slots_.empty() ? 1024 : slots_.size() * 2;
    if (size > (std::size_t{1} << 32))
      throw std::length_error("more than 2^31 keys in one hash table");
    std::vector<Slot> larger(size);
    mask_ = size - 1;
    for (const Slot& slot : slots_) {
      if (slot.index == 0) continue;
      std::size_t at = slot.tag & mask_;
      while (larger[at].index != 0) at = (at + 1) & mask_;
      larger[at] = slot;
    }
    slots_ = std::move(larger);
  }

  std::vector<Entry> entries_;
  std::vector<Slot> slots_;
  std::size_t mask_ = 0;
  std::size_t heap_ = 0;
  Arena arena_;
};

// Calls `each(i, hash)` for the keys `key_at(i)`, i in [0, n), with what their upsert will touch on its
// way into the cache.
template <class Table, class KeyAt, class Each>
void look_ahead(const Table& table, std::size_t n, const KeyAt& key_at, const Each& each) {
  constexpr std::size_t kAhead = 64;
  std::uint64_t hashes[kAhead];
  for (std::size_t begin = 0; begin < n; begin += kAhead) {
    const std::size_t count = std::min(n - begin, kAhead);
    for (std::size_t i = 0; i < count; ++i) {
      hashes[i] = hash_of(key_at(begin + i));
      table.prefetch_slot(hashes[i]);
    }
    for (std::size_t i = 0; i < count; ++i) table.prefetch_entry(hashes[i]);
    for (std::size_t i = 0; i < count; ++i) table.prefetch_key(hashes[i]);
    for (std::size_t i = 0; i < count; ++i) each(begin + i, hashes[i]);
  }
}

}  // namespace mammoth::spark
