// RDD.cartesian: every element of one with every element of the other. A partition of the second
// one is held in memory by each task.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/map_partitions.h"

namespace mammoth::spark {

template <class T, class U>
class CartesianStream final : public Stream {
 public:
  explicit CartesianStream(StreamArguments& arguments)
      : first_(std::move(arguments.inputs.at(0))),
        second_(std::move(arguments.inputs.at(1))),
        out_(arguments.type) {}

  bool next(Batch& batch) override {
    if (second_) {
      Iterator<U> elements(*second_);
      for (const U& each : elements) others_.push_back(own(each));
      second_.reset();
    }
    out_.clear();
    while (out_.size() == 0) {
      if (at_ == in_.size || others_.empty()) {
        at_ = 0;
        if (others_.empty() || !first_->next(in_)) return false;
      }
      for (; at_ < in_.size && !out_.full(); ++at_)
        for (const auto& other : others_)
          out_.emplace<std::pair<Owned<T>, Owned<U>>>(own(in_.items<T>()[at_]), other);
    }
    batch = out_.batch();
    return true;
  }

 private:
  std::unique_ptr<Stream> first_;
  std::unique_ptr<Stream> second_;
  std::vector<Owned<U>> others_;
  Batch in_{};
  std::size_t at_ = 0;
  OutputBuffer out_;
};

template <class T, class U>
RDD<std::pair<Owned<T>, Owned<U>>> rdd_cartesian(const RDD<T>& rdd, const RDD<U>& other) {
  auto result = derive<std::pair<Owned<T>, Owned<U>>>(
      rdd, "cartesian", &make_stream<CartesianStream<T, U>>, Closure{});
  Node& node = *result.node();
  const int columns = std::max(other.getNumPartitions(), 1);
  node.dependencies[0].map = {PartitionMap::Kind::kQuotient, columns};
  node.dependencies.push_back({other.node(), nullptr, {PartitionMap::Kind::kRemainder, columns}});
  node.partitions = rdd.getNumPartitions() * other.getNumPartitions();
  return result;
}

}  // namespace mammoth::spark
