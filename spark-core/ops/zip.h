// RDD.zip: the elements of two RDDs side by side; both need as many partitions, and as many
// elements in each. RDD.zipPartitions: f(Iterator<T>&, Iterator<U>&) of the partitions side by side
// answers a range.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/map_partitions.h"

namespace mammoth::spark {

template <class T, class U>
class ZipStream final : public Stream {
 public:
  explicit ZipStream(StreamArguments& arguments)
      : inputs_(std::move(arguments.inputs)),
        first_(*inputs_.at(0)),
        second_(*inputs_.at(1)),
        out_(arguments.type) {}

  bool next(Batch& batch) override {
    out_.clear();
    while (!out_.full()) {
      const bool more = first_.hasNext();
      if (more != second_.hasNext())
        throw SparkException("Can only zip RDDs with same number of elements in each partition");
      if (!more) break;
      out_.emplace<std::pair<Owned<T>, Owned<U>>>(own(first_.next()), own(second_.next()));
    }
    batch = out_.batch();
    return out_.size() != 0;
  }

 private:
  std::vector<std::unique_ptr<Stream>> inputs_;
  Iterator<T> first_;
  Iterator<U> second_;
  OutputBuffer out_;
};

template <class T, class U>
void require_equal_partitions(const RDD<T>& rdd, const RDD<U>& other) {
  if (rdd.getNumPartitions() != other.getNumPartitions())
    throw std::invalid_argument("Can't zip RDDs with unequal numbers of partitions: List(" +
                                std::to_string(rdd.getNumPartitions()) + ", " +
                                std::to_string(other.getNumPartitions()) + ")");
}

template <class T, class U>
RDD<std::pair<Owned<T>, Owned<U>>> rdd_zip(const RDD<T>& rdd, const RDD<U>& other) {
  require_equal_partitions(rdd, other);
  auto result = derive<std::pair<Owned<T>, Owned<U>>>(rdd, "zip", &make_stream<ZipStream<T, U>>,
                                                      Closure{}, {.random_order = true});
  result.node()->dependencies.push_back({other.node()});
  return result;
}

// Both partitions under one stream, for PartitionStream's work on two.
template <class F, class T, class U, class R>
class ZipPartitionsStream final : public Stream {
 public:
  using Element = std::remove_cvref_t<decltype(*std::declval<R&>().begin())>;
  explicit ZipPartitionsStream(StreamArguments& arguments)
      : f_(*static_cast<const F*>(arguments.function)),
        inputs_(std::move(arguments.inputs)),
        out_(arguments.type) {}

  bool next(Batch& batch) override {
    if (!result_) {
      Iterator<T> first(*inputs_.at(0));
      Iterator<U> second(*inputs_.at(1));
      result_.emplace(f_(first, second));
      at_ = result_->begin();
    }
    out_.clear();
    for (; at_ != result_->end() && !out_.full(); ++at_) out_.emplace<Element>(std::move(*at_));
    batch = out_.batch();
    return out_.size() != 0;
  }

 private:
  const F& f_;
  std::vector<std::unique_ptr<Stream>> inputs_;
  std::optional<R> result_;
  decltype(std::declval<R&>().begin()) at_{};
  OutputBuffer out_;
};

template <class T, class U, Shipped F>
auto rdd_zip_partitions(const RDD<T>& rdd, const RDD<U>& other, const F& f, bool keeps) {
  require_equal_partitions(rdd, other);
  using R = std::remove_cvref_t<std::invoke_result_t<const F&, Iterator<T>&, Iterator<U>&>>;
  using S = ZipPartitionsStream<F, T, U, R>;
  auto result = derive<typename S::Element>(rdd, "zipPartitions", &make_stream<S>, make_closure(f),
                                            {.keeps_partitioner = keeps});
  result.node()->dependencies.push_back({other.node()});
  return result;
}

}  // namespace mammoth::spark
