// RDD.countApproxDistinct and PairRDDFunctions.countApproxDistinctByKey: how many different elements
// there are, from a sketch of 2^p bytes (HyperLogLog; the estimate is Ertl's, which needs no tables of
// corrections and has no thresholds). `relativeSD` is the error to expect: 0.05 takes 512 bytes.
#pragma once

#include <bit>
#include <cmath>

#include "spark-core/ops/aggregate_by_key.h"
#include "spark-core/ops/map_values.h"

namespace mammoth::spark {

struct DistinctSketch {
  std::vector<unsigned char> registers{};  // 2^p of them; empty: nothing was seen

  void add(std::uint64_t hash, int p) {
    if (registers.empty()) registers.resize(std::size_t{1} << p);
    unsigned char& rank = registers[hash >> (64 - p)];
    const std::uint64_t rest = hash << p | std::uint64_t{1} << (p - 1);
    rank = std::max(rank, static_cast<unsigned char>(std::countl_zero(rest) + 1));
  }
  void merge(const DistinctSketch& other) {
    if (registers.empty()) registers.resize(other.registers.size());
    for (std::size_t i = 0; i < other.registers.size(); ++i)
      registers[i] = std::max(registers[i], other.registers[i]);
  }
  std::int64_t estimate() const {
    if (registers.empty()) return 0;
    const auto m = static_cast<double>(registers.size());
    const int q = 64 - std::countr_zero(registers.size());
    std::vector<double> counts(static_cast<std::size_t>(q) + 2);
    for (const unsigned char rank : registers) ++counts[rank];
    double z = m * tail(1 - counts[static_cast<std::size_t>(q) + 1] / m);
    for (int k = q; k >= 1; --k) z = 0.5 * (z + counts[static_cast<std::size_t>(k)]);
    z += m * start(counts[0] / m);
    return std::llround(m / (2 * std::log(2.0)) * m / z);
  }

 private:
  static double start(double x) {  // sigma of the paper
    if (x == 1) return INFINITY;
    double z = x, last = -1;
    for (double y = 1; z != last; y += y) {
      x *= x;
      last = z;
      z += x * y;
    }
    return z;
  }
  static double tail(double x) {  // tau
    if (x == 0 || x == 1) return 0;
    double z = 1 - x, last = -1;
    for (double y = 0.5; z != last; y *= 0.5) {
      x = std::sqrt(x);
      last = z;
      z -= (1 - x) * (1 - x) * y;
    }
    return z / 3;
  }
};

// Spark's precision for an error.
inline int sketch_precision(double relative_sd) {
  if (!(relative_sd > 0.000017))
    throw std::invalid_argument("requirement failed: accuracy (" + std::to_string(relative_sd) +
                                ") must be greater than 0.000017");
  const int p = static_cast<int>(std::ceil(2 * std::log2(1.054 / relative_sd)));
  return std::clamp(p, 4, 28);
}

template <class T>
std::int64_t rdd_count_approx_distinct(const RDD<T>& rdd, double relative_sd) {
  static_assert(Hashable<T>, "elements need a hash: specialise mammoth::spark::Hash<T>");
  const auto sketches =
      rdd_run(rdd, using_parts(
                       [](Iterator<T>& elements, const Constant<int>& p) {
                         DistinctSketch sketch;
                         for (const T& element : elements) sketch.add(hash_of(element), p.value);
                         return sketch;
                       },
                       Constant<int>{sketch_precision(relative_sd)}),
              all_partitions(rdd), "countApproxDistinct");
  DistinctSketch all;
  for (const DistinctSketch& sketch : sketches) all.merge(sketch);
  return all.estimate();
}

template <class T>
auto rdd_count_approx_distinct_by_key(const RDD<T>& rdd, double relative_sd,
                                      const Partitioner& partitioner) {
  using V = Owned<typename T::second_type>;
  static_assert(Hashable<V>, "values need a hash: specialise mammoth::spark::Hash<V>");
  auto add = using_parts(
      [](DistinctSketch sketch, const V& value, const Constant<int>& p) {
        sketch.add(hash_of(value), p.value);
        return sketch;
      },
      Constant<int>{sketch_precision(relative_sd)});
  auto merge = ship([](DistinctSketch a, const DistinctSketch& b) {
    a.merge(b);
    return a;
  });
  return rdd_map_values(rdd_aggregate_by_key(rdd, DistinctSketch{}, add, merge, partitioner),
                        ship([](const DistinctSketch& sketch) { return sketch.estimate(); }));
}

}  // namespace mammoth::spark
