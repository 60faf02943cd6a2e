// RDD.top and takeOrdered: the num greatest or least elements; each task keeps no more than twice
// as many.
#pragma once

#include <algorithm>

#include "spark-core/api/build.h"

namespace mammoth::spark {

template <class T>
struct Best {
  int num;
  bool least;
  void save(Writer& out) const {
    out.fixed(num);
    out.fixed(least);
  }
  static Best load(Reader& in) {
    const int num = in.fixed<int>();
    return {num, in.fixed<bool>()};
  }
  void cut(std::vector<Owned<T>>& kept) const {
    const std::size_t n = std::min(kept.size(), static_cast<std::size_t>(num));
    std::partial_sort(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(n), kept.end(),
                      [this](const auto& a, const auto& b) { return least ? a < b : b < a; });
    kept.resize(n);
  }
  std::vector<Owned<T>> operator()(Iterator<T>& elements) const {
    std::vector<Owned<T>> kept;
    while (elements.hasNext()) {
      kept.push_back(own(elements.take()));
      if (kept.size() >= 2 * static_cast<std::size_t>(num) + 1024) cut(kept);
    }
    cut(kept);
    return kept;
  }
};

template <class T>
std::vector<Owned<T>> rdd_take_ordered(const RDD<T>& rdd, int num, bool least) {
  if (num <= 0) return {};
  const Best<T> best{num, least};
  std::vector<Owned<T>> all;
  for (auto& part : rdd_run(rdd, best, all_partitions(rdd), least ? "takeOrdered" : "top"))
    all.insert(all.end(), std::move_iterator(part.begin()), std::move_iterator(part.end()));
  best.cut(all);
  return all;
}

}  // namespace mammoth::spark
