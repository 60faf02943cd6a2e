// Sums that tasks add to and only the driver reads (Spark: LongAccumulator, DoubleAccumulator,
// CollectionAccumulator, AccumulatorV2): handles of eight bytes that lambdas capture by copy.
//
// Added in an action, each element counts exactly once, however often its task ran; added in a
// transformation it counts again when a stage is computed again, as in Spark.
#pragma once

#include <cstdint>
#include <vector>

#include "spark-core/plan/serializer.h"
#include "spark-core/plan/session.h"

namespace mammoth::spark {

// A is default-constructible (its zero) and Serializable; it has add(x) and merge(const A&).
template <class A>
inline constexpr AccumulatorOps kAccumulatorOps = {
    []() -> std::shared_ptr<void> { return std::make_shared<A>(); },
    [](Writer& out, const void* value) {
      Serializer<A>::write(out, *static_cast<const A*>(value));
    },
    [](void* into, Reader& in) { static_cast<A*>(into)->merge(Serializer<A>::read(in)); },
};

template <class A>
class Accumulator {
 public:
  Accumulator() = default;
  explicit Accumulator(std::uint64_t id) : id_(id) {}

  template <class X>
  void add(const X& x) const {
    static_cast<A*>(accumulator_target(id_, kAccumulatorOps<A>))->add(x);
  }
  // On the driver only.
  decltype(auto) value() const { return state().value(); }
  bool isZero() const { return state().isZero(); }
  void reset() const { state() = A(); }
  std::int64_t count() const { return state().count; }
  auto sum() const { return state().sum; }
  double avg() const {
    return static_cast<double>(state().sum) / static_cast<double>(state().count);
  }
  std::uint64_t id() const { return id_; }

 private:
  A& state() const { return *static_cast<A*>(accumulator_value(id_)); }
  std::uint64_t id_ = 0;
};

template <class N>
struct SumState {
  N sum{};
  std::int64_t count = 0;
  void add(N x) {
    sum += x;
    ++count;
  }
  void merge(const SumState& other) {
    sum += other.sum;
    count += other.count;
  }
  N value() const { return sum; }
  bool isZero() const { return sum == N{} && count == 0; }
};

template <class T>
struct CollectionState {
  std::vector<T> items{};
  void add(const T& x) { items.push_back(x); }
  void merge(const CollectionState& other) {
    items.insert(items.end(), other.items.begin(), other.items.end());
  }
  const std::vector<T>& value() const { return items; }
  bool isZero() const { return items.empty(); }
};

using LongAccumulator = Accumulator<SumState<std::int64_t>>;
using DoubleAccumulator = Accumulator<SumState<double>>;
template <class T>
using CollectionAccumulator = Accumulator<CollectionState<T>>;

}  // namespace mammoth::spark
