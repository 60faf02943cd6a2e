// Orders of keys for sorting and for grouping (Hadoop: WritableComparator). Derive from
// WritableComparator<K> and override compareKeys; or from RawComparator (raw.h), which compares
// serialised keys and is faster.
#pragma once

#include <string_view>

#include "mapreduce/api/raw.h"
#include "mapreduce/api/writable_access.h"

namespace mammoth::mapreduce {

template <class K>
class WritableComparator : public RawComparator {
 public:
  virtual int compareKeys(const K& a, const K& b) const = 0;

  int compare(std::string_view a, std::string_view b) const override {
    thread_local K first;
    thread_local K second;
    engine::deserialize(first, a);
    engine::deserialize(second, b);
    return compareKeys(first, second);
  }
};

// The opposite of the key's own order.
template <class K>
class DecreasingComparator : public RawComparator {
 public:
  int compare(std::string_view a, std::string_view b) const override {
    return engine::writableType<K>().compare(b, a);
  }
};

}  // namespace mammoth::mapreduce
