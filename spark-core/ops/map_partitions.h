// RDD.mapPartitions and mapPartitionsWithIndex: f of a whole partition, f(Iterator<T>&) or f(index,
// Iterator<T>&), answers a range with the results, all of which are in memory at once.
#pragma once

#include "spark-core/api/build.h"

namespace mammoth::spark {

template <class F, class T, class R, bool kIndexed>
class PartitionStream final : public Stream {
 public:
  using U = std::remove_cvref_t<decltype(*std::declval<R&>().begin())>;
  explicit PartitionStream(StreamArguments& arguments)
      : f_(*static_cast<const F*>(arguments.function)),
        partition_(arguments.partition),
        input_(std::move(arguments.inputs.at(0))),
        out_(arguments.type) {}

  bool next(Batch& batch) override {
    if (!result_) {
      Iterator<T> elements(*input_);
      if constexpr (kIndexed)
        result_.emplace(f_(partition_, elements));
      else
        result_.emplace(f_(elements));
      at_ = result_->begin();
    }
    out_.clear();
    for (; at_ != result_->end() && !out_.full(); ++at_) out_.emplace<U>(std::move(*at_));
    batch = out_.batch();
    return out_.size() != 0;
  }

 private:
  const F& f_;
  int partition_;
  std::unique_ptr<Stream> input_;
  std::optional<R> result_;
  decltype(std::declval<R&>().begin()) at_{};
  OutputBuffer out_;
};

template <class S>
std::unique_ptr<Stream> make_stream(StreamArguments& arguments) {
  return std::make_unique<S>(arguments);
}

template <class T, Shipped F>
auto rdd_map_partitions(const RDD<T>& rdd, const F& f, bool keeps) {
  static_assert(std::invocable<const F&, Iterator<T>&>, "mapPartitions takes f(Iterator<T>&)");
  using S = PartitionStream<F, T, std::remove_cvref_t<std::invoke_result_t<const F&, Iterator<T>&>>,
                            false>;
  return derive<typename S::U>(rdd, "mapPartitions", &make_stream<S>, make_closure(f),
                               {.keeps_partitioner = keeps});
}

template <class T, Shipped F>
auto rdd_map_partitions_with_index(const RDD<T>& rdd, const F& f, bool keeps) {
  static_assert(std::invocable<const F&, int, Iterator<T>&>,
                "mapPartitionsWithIndex takes f(int, Iterator<T>&)");
  using S =
      PartitionStream<F, T, std::remove_cvref_t<std::invoke_result_t<const F&, int, Iterator<T>&>>,
                      true>;
  return derive<typename S::U>(rdd, "mapPartitionsWithIndex", &make_stream<S>, make_closure(f),
                               {.keeps_partitioner = keeps});
}

}  // namespace mammoth::spark
