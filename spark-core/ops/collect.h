// RDD.collect: all elements, in order; toLocalIterator, a partition at a time; collectAsMap;
// lookup.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/filter.h"
#include "spark-core/ops/keys_values.h"

namespace mammoth::spark {

template <class T>
void collect_kernel(const void*, TaskContext& context, Stream& elements, Writer& result) {
  Batch batch;
  while (elements.next(batch)) {
    context.check_interrupted();
    for (std::size_t i = 0; i < batch.size; ++i) Serializer<T>::write(result, batch.items<T>()[i]);
  }
}

template <class T>
std::vector<std::vector<Owned<T>>> rdd_collect_partitions(const RDD<T>& rdd,
                                                          const std::vector<int>& partitions,
                                                          const std::string& call_site) {
  std::vector<std::vector<Owned<T>>> parts(partitions.size());
  rdd.session()->run_job(
      rdd.node(), Action{&collect_kernel<T>, Closure{}}, partitions,
      [&](std::size_t index, std::string_view bytes) {
        for (Reader in(bytes); !in.at_end();)
          parts[index].push_back(Serializer<Owned<T>>::read(in));
      },
      call_site);
  return parts;
}

template <class T>
std::vector<Owned<T>> rdd_collect(const RDD<T>& rdd) {
  auto parts = rdd_collect_partitions(rdd, all_partitions(rdd), "collect");
  if (parts.size() == 1) return std::move(parts[0]);
  std::vector<Owned<T>> all;
  std::size_t size = 0;
  for (const auto& part : parts) size += part.size();
  all.reserve(size);
  for (auto& part : parts) std::move(part.begin(), part.end(), std::back_inserter(all));
  return all;
}

// A range over the elements that runs a job for each partition when it gets there.
template <class T>
class LocalIterator {
 public:
  explicit LocalIterator(RDD<T> rdd) : rdd_(std::move(rdd)) {}
  bool hasNext() {
    while (at_ == part_.size() && partition_ < rdd_.getNumPartitions()) {
      part_ = std::move(rdd_collect_partitions(rdd_, {partition_++}, "toLocalIterator")[0]);
      at_ = 0;
    }
    return at_ < part_.size();
  }
  Owned<T> next() { return std::move(part_[at_++]); }

 private:
  RDD<T> rdd_;
  int partition_ = 0;
  std::vector<Owned<T>> part_;
  std::size_t at_ = 0;
};

template <class T>
LocalIterator<T> rdd_to_local_iterator(const RDD<T>& rdd) {
  return LocalIterator<T>(rdd);
}

template <class T>
auto rdd_collect_as_map(const RDD<T>& rdd) {
  std::map<Owned<typename T::first_type>, Owned<typename T::second_type>> all;
  for (auto& [key, value] : rdd_collect(rdd))
    all.insert_or_assign(std::move(key), std::move(value));
  return all;
}

template <class T, class K>
auto rdd_lookup(const RDD<T>& rdd, const K& key) {
  auto values = rdd_values(rdd_filter(
      rdd, using_parts(
               [](const T& pair, const Constant<K>& wanted) { return pair.first == wanted.value; },
               Constant<K>{key})));
  return rdd_collect(values);
}

}  // namespace mammoth::spark
