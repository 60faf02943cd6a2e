// A value that every task may read (Spark: Broadcast): a handle of eight bytes that lambdas capture
// by copy. value() is valid until destroy(); reading it from any thread is safe.
#pragma once

#include <cstdint>

#include "spark-core/plan/session.h"

namespace mammoth::spark {

template <class T>
class Broadcast {
 public:
  Broadcast() = default;
  explicit Broadcast(std::uint64_t id) : id_(id) {}

  const T& value() const { return *static_cast<const T*>(broadcast_value(id_)); }
  const T& operator*() const { return value(); }
  const T* operator->() const { return &value(); }
  std::uint64_t id() const { return id_; }

 private:
  std::uint64_t id_ = 0;
};

}  // namespace mammoth::spark
