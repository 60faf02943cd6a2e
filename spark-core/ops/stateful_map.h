// What sample, zipWithIndex and repartition stand on: a function with a state of its own for each
// partition. F has State begin(int partition) const and operator()(State&, const T&, Emitter<U>&)
// const.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/ops/map_partitions.h"

namespace mammoth::spark {

template <class F, class T, class U>
class StatefulStream final : public Stream {
 public:
  explicit StatefulStream(StreamArguments& arguments)
      : f_(*static_cast<const F*>(arguments.function)),
        state_(f_.begin(arguments.partition)),
        input_(std::move(arguments.inputs.at(0))),
        out_(arguments.type) {}

  bool next(Batch& batch) override {
    out_.clear();
    while (out_.size() == 0) {
      Batch in;
      if (!input_->next(in)) return false;
      for (std::size_t i = 0; i < in.size; ++i) {
        T& element = in.items<T>()[i];
        f_(state_, static_cast<const T&>(element), out_);
      }
    }
    batch = out_.batch();
    return true;
  }

 private:
  const F& f_;
  decltype(std::declval<const F&>().begin(0)) state_;
  std::unique_ptr<Stream> input_;
  OutputBuffer out_;
};

template <class U, class T, Shipped F>
RDD<U> rdd_stateful(const RDD<T>& rdd, const std::string& operation, const F& f,
                    NodeOptions options = {}) {
  return derive<U>(rdd, operation, &make_stream<StatefulStream<F, T, U>>, make_closure(f), options);
}

}  // namespace mammoth::spark
