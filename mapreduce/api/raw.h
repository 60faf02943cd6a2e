// Records as the engine sees them: serialised keys and values, nothing of their types.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mapreduce/api/object.h"

namespace mammoth::mapreduce {

// The order of serialised keys (Hadoop: RawComparator). To be derived from for a sort or grouping
// order of one's own; thread-safe if it has no state.
class RawComparator : public Object {
 public:
  static constexpr const char* kKind = "comparator";
  // Negative, zero, positive.
  virtual int compare(std::string_view a, std::string_view b) const = 0;
};

namespace engine {

// Records one after the other, for one thread. The views are valid until the next call of next().
class RawRecords {
 public:
  virtual ~RawRecords() = default;
  // False at the end; throws IOException.
  virtual bool next() = 0;
  std::string_view key() const { return key_; }
  std::string_view value() const { return value_; }
  // Whether it is known that the key is the one before; false says nothing.
  bool isSameKey() const { return is_same_key_; }

 protected:
  std::string_view key_;
  std::string_view value_;
  bool is_same_key_ = false;
};

// Where a map's output goes. Copies the bytes.
class RawCollector {
 public:
  virtual ~RawCollector() = default;
  virtual void collect(int partition, std::string_view key, std::string_view value) = 0;
};

// What the engine must know of a type of keys or values.
struct WritableType {
  std::string_view name;  // Java's class where it has one, else the C++ name
  int (*compare)(std::string_view a, std::string_view b);  // of serialised values; null: no order
  // The first bytes of the order: prefix(a) < prefix(b) only if a comes before b. Null: none.
  std::uint64_t (*prefix)(std::string_view bytes);
  bool prefix_is_all;  // equal prefixes are equal keys
};

}  // namespace engine
}  // namespace mammoth::mapreduce
