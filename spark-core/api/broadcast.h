// A value that every task may read (Spark: Broadcast): a handle of eight bytes that lambdas capture
// by copy. value() is valid until destroy(); reading it from any thread is safe.
#pragma once

#include <cstdint>

#include "spark-core/plan/serializer.h"
#include "spark-core/plan/session.h"

namespace mammoth::spark {

template <class T>
inline constexpr BroadcastOps kBroadcastOps = {
    [](Writer& out, const void* value) {
      if constexpr (Serializable<T>)
        Serializer<T>::write(out, *static_cast<const T*>(value));
      else
        throw SparkException(
            "Task not serializable: a broadcast value of a type without Serializer (see "
            "serializer.h)");
    },
    [](Reader& in) -> std::shared_ptr<const void> {
      if constexpr (Serializable<T>)
        return std::make_shared<const T>(Serializer<T>::read(in));
      else
        return nullptr;
    },
};

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
