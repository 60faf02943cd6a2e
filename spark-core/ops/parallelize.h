// SparkContext.parallelize, makeRDD, range and emptyRDD. The elements of a slice travel with its
// task.
#pragma once

#include "spark-core/api/build.h"
#include "spark-core/api/spark_context.h"
#include "spark-core/ops/map_partitions.h"

namespace mammoth::spark {

template <class T>
class SliceStream final : public Stream {
 public:
  explicit SliceStream(StreamArguments& arguments) : in_(arguments.payload), out_(arguments.type) {}

  bool next(Batch& batch) override {
    out_.clear();
    while (!in_.at_end() && !out_.full()) out_.emplace<T>(Serializer<T>::read(in_));
    batch = out_.batch();
    return out_.size() != 0;
  }

 private:
  Reader in_;
  OutputBuffer out_;
};

// A node without parents.
template <class T>
RDD<T> source(const std::shared_ptr<Session>& session, const std::string& operation,
              StreamFactory factory, std::vector<std::string> payloads) {
  session->require_usable();
  auto node = std::make_shared<Node>();
  node->id = session->new_node_id();
  node->operation = operation;
  node->type = type_ops<T>();
  node->factory = factory;
  node->partitions = static_cast<int>(payloads.size());
  node->payloads = std::move(payloads);
  return {node, session};
}

template <class T>
RDD<T> sc_parallelize(const std::shared_ptr<Session>& session, const std::vector<T>& elements,
                      int slices) {
  if (slices < 0) throw std::invalid_argument("Positive number of partitions required");
  const auto n = static_cast<std::size_t>(slices == 0 ? session->default_parallelism() : slices);
  std::vector<std::string> payloads;
  for (std::size_t i = 0; i < n; ++i) {
    Writer out;
    for (std::size_t at = i * elements.size() / n; at < (i + 1) * elements.size() / n; ++at)
      Serializer<T>::write(out, elements[at]);
    payloads.push_back(out.take());
  }
  return source<T>(session, "parallelize", &make_stream<SliceStream<T>>, std::move(payloads));
}

template <class T>
RDD<T> sc_empty(const std::shared_ptr<Session>& session) {
  return source<T>(session, "emptyRDD", &make_stream<SliceStream<T>>, {});
}

class [[gnu::visibility("hidden")]] RangeStream final : public Stream {
 public:
  explicit RangeStream(StreamArguments& arguments) : out_(arguments.type) {
    Reader in(arguments.payload);
    next_ = in.fixed<std::int64_t>();
    step_ = in.fixed<std::int64_t>();
    left_ = in.fixed<std::uint64_t>();
  }
  bool next(Batch& batch) override {
    out_.clear();
    const std::size_t n = std::min<std::uint64_t>(left_, out_.target());
    out_.reserve(n);
    auto* items = static_cast<std::int64_t*>(out_.slot());
    for (std::size_t i = 0; i < n; ++i)
      items[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(next_) +
                                           i * static_cast<std::uint64_t>(step_));
    next_ = static_cast<std::int64_t>(static_cast<std::uint64_t>(next_) +
                                      n * static_cast<std::uint64_t>(step_));
    out_.added(n);
    left_ -= n;
    batch = out_.batch();
    return n != 0;
  }

 private:
  std::int64_t next_ = 0;
  std::int64_t step_ = 0;
  std::uint64_t left_ = 0;
  OutputBuffer out_;
};

inline RDD<std::int64_t> sc_range(const std::shared_ptr<Session>& session, std::int64_t start,
                                  std::int64_t end, std::int64_t step, int slices) {
  if (step == 0) throw std::invalid_argument("requirement failed: step cannot be 0");
  const __int128 distance = static_cast<__int128>(end) - start;
  const __int128 whole =
      distance / step + (distance % step != 0 && (distance > 0) == (step > 0) ? 1 : 0);
  const std::uint64_t count = whole > 0 ? static_cast<std::uint64_t>(whole) : 0;
  const auto n = static_cast<std::uint64_t>(slices == 0 ? session->default_parallelism() : slices);
  std::vector<std::string> payloads;
  for (std::uint64_t i = 0; i < n; ++i) {
    const auto first = static_cast<std::uint64_t>(static_cast<unsigned __int128>(count) * i / n);
    const auto last =
        static_cast<std::uint64_t>(static_cast<unsigned __int128>(count) * (i + 1) / n);
    Writer out;
    out.fixed(static_cast<std::int64_t>(static_cast<std::uint64_t>(start) +
                                        first * static_cast<std::uint64_t>(step)));
    out.fixed(step);
    out.fixed(last - first);
    payloads.push_back(out.take());
  }
  return source<std::int64_t>(session, "range", &make_stream<RangeStream>, std::move(payloads));
}

inline RDD<std::int64_t> SparkContext::range(std::int64_t start, std::int64_t end,
                                             std::int64_t step, int slices) const {
  return sc_range(session_, start, end, step, slices);
}

}  // namespace mammoth::spark
