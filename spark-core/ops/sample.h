// RDD.sample (Bernoulli, or Poisson with replacement), randomSplit and takeSample. The same seed
// gives the same elements.
#pragma once

#include <atomic>
#include <chrono>
#include <cmath>

#include "spark-core/api/build.h"
#include "spark-core/ops/collect.h"
#include "spark-core/ops/count.h"
#include "spark-core/ops/stateful_map.h"

namespace mammoth::spark {

// Uniform numbers of [0, 1), a sequence of its own for each seed and partition.
class UniformNumbers {
 public:
  UniformNumbers(std::uint64_t seed, int partition)
      : state_(mix_bits(seed ^ 0x9e3779b97f4a7c15ULL,
                        static_cast<std::uint64_t>(partition) * 2 + 0xd6e8feb86659fd93ULL)) {}
  double next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    return static_cast<double>(mix_bits(state_, state_ ^ 0xe7037ed1a0b428dbULL) >> 11) * 0x1.0p-53;
  }
  int poisson(double mean) {
    const double limit = std::exp(-mean);
    int k = 0;
    for (double p = next(); p > limit; p *= next()) ++k;
    return k;
  }

 private:
  std::uint64_t state_;
};

// Elements whose number lies in [low, high); with replacement each as often as Poisson says.
struct Sampler {
  std::uint64_t seed;
  double low;
  double high;
  bool replace;
  void save(Writer& out) const {
    out.fixed(seed);
    out.fixed(low);
    out.fixed(high);
    out.fixed(replace);
  }
  static Sampler load(Reader& in) {
    const auto seed = in.fixed<std::uint64_t>();
    const auto low = in.fixed<double>();
    const auto high = in.fixed<double>();
    return {seed, low, high, in.fixed<bool>()};
  }
  UniformNumbers begin(int partition) const { return {seed, partition}; }
  template <class T>
  void operator()(UniformNumbers& numbers, const T& element, OutputBuffer& out) const {
    if (replace) {
      for (int n = numbers.poisson(high); n > 0; --n) out.emplace<T>(element);
      return;
    }
    const double x = numbers.next();
    if (x >= low && x < high) out.emplace<T>(element);
  }
};

template <class T>
RDD<T> rdd_sampled(const RDD<T>& rdd, const std::string& operation, const Sampler& sampler) {
  return rdd_stateful<T>(rdd, operation, sampler,
                         {.keeps_partitioner = true, .random_order = true});
}

template <class T>
RDD<T> rdd_sample(const RDD<T>& rdd, bool replace, double fraction, std::uint64_t seed) {
  if (fraction < 0 || (!replace && fraction > 1))
    throw std::invalid_argument("requirement failed: Fraction must be nonnegative, but got " +
                                std::to_string(fraction));
  return rdd_sampled(rdd, "sample", Sampler{seed, 0, fraction, replace});
}

template <class T>
std::vector<RDD<T>> rdd_random_split(const RDD<T>& rdd, const std::vector<double>& weights,
                                     std::uint64_t seed) {
  double sum = 0, low = 0;
  for (const double weight : weights) {
    if (weight < 0) throw std::invalid_argument("requirement failed: Weights must be nonnegative");
    sum += weight;
  }
  if (sum <= 0) throw std::invalid_argument("requirement failed: Sum of weights must be positive");
  std::vector<RDD<T>> splits;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double high = i + 1 == weights.size() ? 1 : low + weights[i] / sum;
    splits.push_back(rdd_sampled(rdd, "randomSplit", Sampler{seed, low, high, false}));
    low = high;
  }
  return splits;
}

template <class T>
std::vector<Owned<T>> rdd_take_sample(const RDD<T>& rdd, bool replace, int num,
                                      std::uint64_t seed) {
  if (num < 0)
    throw std::invalid_argument("requirement failed: Negative number of elements requested");
  std::vector<Owned<T>> chosen;
  const std::int64_t count = num == 0 ? 0 : rdd_count(rdd);
  if (count == 0) return chosen;
  UniformNumbers numbers(seed, -1);
  if (!replace && num >= count) {
    chosen = rdd_collect(rdd);
  } else {
    double fraction = static_cast<double>(num) / static_cast<double>(count);
    fraction = fraction + 5 * std::sqrt(fraction / static_cast<double>(count)) +
               10.0 / static_cast<double>(count);
    do
      chosen = rdd_collect(
          rdd_sample(rdd, replace, replace ? fraction : std::min(fraction, 1.0), seed++));
    while (chosen.size() < static_cast<std::size_t>(num));
  }
  for (std::size_t i = chosen.size(); i > 1; --i)
    std::swap(chosen[i - 1],
              chosen[static_cast<std::size_t>(numbers.next() * static_cast<double>(i))]);
  if (chosen.size() > static_cast<std::size_t>(num)) chosen.resize(static_cast<std::size_t>(num));
  return chosen;
}

template <class T>
std::uint64_t RDD<T>::random_seed() {
  static std::atomic<std::uint64_t> last{
      static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count())};
  return hash_of(++last);
}

}  // namespace mammoth::spark
