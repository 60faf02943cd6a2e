// DoubleRDDFunctions: sum, stats and histogram.
#pragma once

#include <algorithm>

#include "spark-core/api/build.h"

namespace mammoth::spark {

template <class T>
double rdd_sum(const RDD<T>& rdd) {
  double sum = 0;
  for (const double each : rdd_run(rdd, ship([](Iterator<T>& elements) {
                                     double part = 0;
                                     for (const T& x : elements) part += static_cast<double>(x);
                                     return part;
                                   }),
                                   all_partitions(rdd), "sum"))
    sum += each;
  return sum;
}

template <class T>
StatCounter rdd_stats(const RDD<T>& rdd) {
  StatCounter stats;
  for (const StatCounter& each : rdd_run(rdd, ship([](Iterator<T>& elements) {
                                           StatCounter part;
                                           for (const T& x : elements)
                                             part.merge(static_cast<double>(x));
                                           return part;
                                         }),
                                         all_partitions(rdd), "stats"))
    stats.merge(each);
  return stats;
}

// Counts in [b0, b1), [b1, b2), ..., the last bucket closed; what lies outside is not counted.
template <class T>
std::vector<std::int64_t> rdd_histogram(const RDD<T>& rdd, const std::vector<double>& buckets,
                                        bool even) {
  if (buckets.size() < 2)
    throw std::invalid_argument("buckets array must have at least two elements");
  using Buckets = Constant<std::vector<double>>;
  static_cast<void>(even);
  std::vector<std::int64_t> counts(buckets.size() - 1, 0);
  for (const auto& part :
       rdd_run(rdd,
               using_parts(
                   [](Iterator<T>& elements, const Buckets& bounds) {
                     const std::vector<double>& b = bounds.value;
                     std::vector<std::int64_t> in_bucket(b.size() - 1, 0);
                     for (const T& element : elements) {
                       const auto x = static_cast<double>(element);
                       if (!(x >= b.front() && x <= b.back())) continue;
                       auto place = static_cast<std::size_t>(
                                        std::upper_bound(b.begin(), b.end(), x) - b.begin()) -
                                    1;
                       ++in_bucket[std::min(place, in_bucket.size() - 1)];
                     }
                     return in_bucket;
                   },
                   Buckets{buckets}),
               all_partitions(rdd), "histogram"))
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += part[i];
  return counts;
}

// Even buckets between the least and the greatest element: (bounds, counts).
template <class T>
std::pair<std::vector<double>, std::vector<std::int64_t>> rdd_histogram(const RDD<T>& rdd,
                                                                        int count) {
  const StatCounter stats = rdd_stats(rdd);
  if (stats.count() == 0 || count < 1 || !std::isfinite(stats.min()) || !std::isfinite(stats.max()))
    throw SparkException("Histogram on either an empty RDD or RDD containing +/-infinity or NaN");
  std::vector<double> bounds{stats.min()};
  if (stats.min() == stats.max()) count = 1;
  for (int i = 1; i < count; ++i)
    bounds.push_back(stats.min() + (stats.max() - stats.min()) * i / count);
  bounds.push_back(stats.max());
  auto counts = rdd_histogram(rdd, bounds, true);
  return {std::move(bounds), std::move(counts)};
}

}  // namespace mammoth::spark
