// PairRDDFunctions.groupByKey: all values of each key as a vector, in no particular order; not
// combined on the map side.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/combine_by_key.h"

namespace mammoth::spark {

template <class V>
struct GroupCombiner {
  using combined_type = std::vector<V>;
  static constexpr bool kGrows = true;
  void save(Writer&) const {}
  static GroupCombiner load(Reader&) { return {}; }
  std::vector<V> create(V&& value) const {
    std::vector<V> values;
    values.push_back(std::move(value));
    return values;
  }
  void merge_value(std::vector<V>& values, V&& value) const { values.push_back(std::move(value)); }
  void merge_combiners(std::vector<V>& values, std::vector<V>&& others) const {
    values.insert(values.end(), std::move_iterator(others.begin()),
                  std::move_iterator(others.end()));
  }
};

template <class T>
auto rdd_group_by_key(const RDD<T>& rdd, const Partitioner& partitioner) {
  return rdd_combine(rdd, "groupByKey", GroupCombiner<Owned<typename T::second_type>>{},
                     partitioner, false);
}

}  // namespace mammoth::spark
