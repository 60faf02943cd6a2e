// The hash table of map-side combine and of reduceByKey: open addressing with linear probing over
// eight-byte slots, entries in a growing array in order of arrival, string keys as views into an
// arena. One per operator and task; not thread-safe.
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

template <class K>
struct StoredKey {
  using type = K;
};
template <>
struct StoredKey<std::string> {
  using type = std::string_view;
};

template <class K, class C>  // K is owned
class CombineTable {
 public:
  using Key = typename StoredKey<K>::type;
  struct Entry {
    Key key;
    C value;
  };

  // The entry of the key, made by `create` when it is new; otherwise `merge` is called with it.
  template <class AnyKey, class Create, class Merge>
  void upsert(const AnyKey& key, std::uint64_t hash, const Create& create, const Merge& merge) {
    if ((entries_.size() + 1) * 2 > slots_.size()) grow();
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
      Slot& slot = slots_[at];
      if (slot.index == 0) {
        entries_.push_back(Entry{store(key), create()});
        slot = {tag, static_cast<std::uint32_t>(entries_.size())};
        heap_ += heap_bytes_of(entries_.back().value);
        if constexpr (!std::is_same_v<Key, std::string_view>)
          heap_ += heap_bytes_of(entries_.back().key);
        return;
      }
      if (slot.tag == tag && same_key(entries_[slot.index - 1].key, key))
        return merge(entries_[slot.index - 1].value);
    }
  }
  void prefetch(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & mask_]);
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
    std::uint32_t tag = 0;
    std::uint32_t index = 0;  // into entries_, plus one; 0: free
  };

  template <class AnyKey>
  Key store(const AnyKey& key) {
    if constexpr (std::is_same_v<Key, std::string_view>)
      return arena_.copy(key);
    else
      return own(key);
  }
  void grow() {
    const std::size_t size = slots_.empty() ? 1024 : slots_.size() * 2;
    if (size > (std::size_t{1} << 32))
      throw std::length_error("more than 2^31 keys in one hash table");
    slots_.assign(size, Slot{});
    mask_ = size - 1;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const std::uint64_t hash = hash_of(entries_[i].key);
      std::size_t at = hash & mask_;
      while (slots_[at].index != 0) at = (at + 1) & mask_;
      slots_[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(i + 1)};
    }
  }

  std::vector<Entry> entries_;
  std::vector<Slot> slots_;
  std::size_t mask_ = 0;
  std::size_t heap_ = 0;
  Arena arena_;
};

}  // namespace mammoth::spark
