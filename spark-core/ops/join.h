// PairRDDFunctions.join: every pair of values that share a key. What the outer joins, which keep the
// values of keys that the other side has not, stand on too.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/cogroup.h"

namespace mammoth::spark {

// Of a key's values on both sides; the last use of each moves it.
template <bool kKeepsLeft, bool kKeepsRight, class K, class V, class W>
struct JoinedGroups {
  using Left = std::conditional_t<kKeepsRight, std::optional<V>, V>;
  using Right = std::conditional_t<kKeepsLeft, std::optional<W>, W>;
  using Result = std::pair<K, std::pair<Left, Right>>;
  using Groups = std::pair<K, std::tuple<std::vector<V>, std::vector<W>>>;

  template <class T>
  static T use(T& value, bool last) {
    return last ? T(std::move(value)) : T(value);
  }
  static void emit(Groups& group, bool movable, OutputBuffer& out) {
    auto& [left, right] = group.second;
    for (std::size_t i = 0; i < left.size(); ++i) {
      const bool last_left = movable && i + 1 == left.size();
      for (std::size_t j = 0; j < right.size(); ++j) {
        const bool last_right = movable && j + 1 == right.size();
        out.emplace<Result>(use(group.first, last_left && last_right),
                            std::pair<Left, Right>(use(left[i], last_right),
                                                   use(right[j], last_left)));
      }
    }
    if constexpr (kKeepsLeft)
      if (right.empty())
        for (V& each : left)
          out.emplace<Result>(group.first, std::pair<Left, Right>(use(each, movable), std::nullopt));
    if constexpr (kKeepsRight)
      if (left.empty())
        for (W& each : right)
          out.emplace<Result>(group.first, std::pair<Left, Right>(std::nullopt, use(each, movable)));
  }
};

template <class Join>
std::size_t join_kernel(const void*, const Batch& in, std::size_t from, OutputBuffer& out) {
  auto* groups = in.items<typename Join::Groups>();
  for (; from < in.size && !out.full(); ++from) Join::emit(groups[from], in.movable, out);
  return from;
}

template <bool kKeepsLeft, bool kKeepsRight, class T, class U>
auto rdd_joined(const RDD<T>& rdd, const RDD<U>& other, const Partitioner& partitioner) {
  using Join = JoinedGroups<kKeepsLeft, kKeepsRight, Owned<typename T::first_type>,
                            Owned<typename T::second_type>, Owned<typename U::second_type>>;
  return derive<typename Join::Result>(rdd_cogroup(partitioner, rdd, other), "flatMap",
                                       &transform_factory<&join_kernel<Join>>, Closure{},
                                       {.keeps_partitioner = true});
}

template <class T, class U>
auto rdd_join(const RDD<T>& rdd, const RDD<U>& other, const Partitioner& partitioner) {
  return rdd_joined<false, false>(rdd, other, partitioner);
}

}  // namespace mammoth::spark
