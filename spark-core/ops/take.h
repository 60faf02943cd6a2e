// RDD.take, first and isEmpty: partitions are computed from the first on, four times as many in
// each further job, until there are enough elements.
#pragma once

#include "spark-core/api/build.h"

namespace mammoth::spark {

template <class T>
void take_kernel(const void* function, TaskContext&, Stream& elements, Writer& result) {
  std::size_t left = static_cast<std::size_t>(static_cast<const Constant<int>*>(function)->value);
  for (Batch batch; left > 0 && elements.next(batch);) {
    const std::size_t n = std::min(left, batch.size);
    for (std::size_t i = 0; i < n; ++i) Serializer<T>::write(result, batch.items<T>()[i]);
    left -= n;
  }
}

template <class T>
std::vector<Owned<T>> rdd_take(const RDD<T>& rdd, int num) {
  std::vector<Owned<T>> taken;
  const auto scale = rdd.session()->setting("spark.rdd.limit.scaleUpFactor");
  const int factor = std::max(scale ? std::stoi(*scale) : 4, 2);
  const int total = rdd.getNumPartitions();
  for (int scanned = 0, wave = 1;
       scanned < total && static_cast<std::int64_t>(taken.size()) < num;) {
    std::vector<int> partitions;
    for (int i = 0; i < wave && scanned < total; ++i) partitions.push_back(scanned++);
    std::vector<std::vector<Owned<T>>> parts(partitions.size());
    const int left = num - static_cast<int>(taken.size());
    rdd.session()->run_job(
        rdd.node(), Action{&take_kernel<T>, make_closure(Constant<int>{left})}, partitions,
        [&](std::size_t index, std::string_view bytes) {
          for (Reader in(bytes); !in.at_end();)
            parts[index].push_back(Serializer<Owned<T>>::read(in));
        },
        "take");
    for (auto& part : parts)
      for (auto& each : part)
        if (static_cast<std::int64_t>(taken.size()) < num) taken.push_back(std::move(each));
    wave = std::min(wave, total) * factor;
  }
  return taken;
}

template <class T>
Owned<T> rdd_first(const RDD<T>& rdd) {
  auto taken = rdd_take(rdd, 1);
  if (taken.empty()) throw std::out_of_range("empty collection");
  return std::move(taken[0]);
}

template <class T>
bool rdd_is_empty(const RDD<T>& rdd) {
  return rdd_take(rdd, 1).empty();
}

}  // namespace mammoth::spark
