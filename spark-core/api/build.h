// How operations make new RDDs and jobs: the few helpers that every file of spark-core/ops stands
// on. For authors of operations, not for jobs.
#pragma once

#include <tuple>

#include "spark-core/api/rdd.h"
#include "spark-core/plan/transform.h"

namespace mammoth::spark {

// A captureless lambda together with functions and values that travel, which it gets behind its
// own arguments.
template <class L, Shipped... F>
struct Using {
  std::tuple<F...> parts;
  void save(Writer& out) const {
    std::apply([&](const F&... each) { (each.save(out), ...); }, parts);
  }
  static Using load(Reader& in) { return {std::tuple<F...>{F::load(in)...}}; }
  template <class... A>
    requires std::invocable<const L&, A..., const F&...>
  decltype(auto) operator()(A&&... arguments) const {
    return std::apply(
        [&](const F&... each) -> decltype(auto) {
          return L{}(std::forward<A>(arguments)..., each...);
        },
        parts);
  }
};
template <class L, Shipped... F>
auto using_parts(L, F... parts) {
  static_assert(std::is_empty_v<L>);
  return Using<L, F...>{{std::move(parts)...}};
}

// The same for functors that want their element as an rvalue (map_kernel).
template <class L, Shipped... F>
struct Taking : Using<L, F...> {
  using takes_over = void;
  static Taking load(Reader& in) { return {Using<L, F...>::load(in)}; }
};
template <class L, Shipped... F>
auto taking(L, F... parts) {
  return Taking<L, F...>{{{std::move(parts)...}}};
}

// A value that travels, as a part.
template <class T>
struct Constant {
  T value;
  void save(Writer& out) const { Serializer<T>::write(out, value); }
  static Constant load(Reader& in) { return {Serializer<T>::read(in)}; }
};
template <class T>
Constant(T) -> Constant<T>;

struct NodeOptions {
  bool keeps_partitioner = false;
  bool random_order = false;
};

// A node with one narrow parent; the caller may change it before anybody sees it.
template <class U, class T>
RDD<U> derive(const RDD<T>& parent, std::string operation, StreamFactory factory, Closure function,
              NodeOptions options = {}) {
  parent.session()->require_usable();
  auto node = std::make_shared<Node>();
  node->id = parent.session()->new_node_id();
  node->operation = std::move(operation);
  node->type = type_ops<U>();
  node->partitions = parent.getNumPartitions();
  node->dependencies = {{parent.node()}};
  node->factory = factory;
  node->function = std::move(function);
  if (options.keeps_partitioner) node->partitioner = parent.partitioner();
  node->random_order = options.random_order;
  return {node, parent.session()};
}

// The records of `parent`, sent to the partitions of `partitioner`: the dependency of a new node.
template <class T>
Dependency shuffled(const RDD<T>& parent, const Partitioner& partitioner, SinkFactory sink,
                    Closure function, const TypeOps* record, bool combines) {
  partitioner.require_key<typename T::first_type>();
  auto shuffle = std::make_shared<Shuffle>();
  shuffle->id = parent.session()->new_shuffle_id();
  shuffle->partitioner = partitioner;
  shuffle->sink = sink;
  shuffle->function = std::move(function);
  shuffle->record = record;
  shuffle->map_side_combine = combines;
  return {parent.node(), std::move(shuffle)};
}

// Spark's defaultPartitioner: a given number; else the largest partitioner the RDDs have; else the
// hash over spark.default.parallelism, or as many partitions as the largest RDD has.
template <class T, class... U>
Partitioner rdd_partitioner(int partitions, const RDD<T>& rdd, const RDD<U>&... others) {
  if (partitions != 0) return Partitioner(partitions);
  int most = 0;
  std::optional<Partitioner> largest;
  auto look = [&](const auto& each) {
    most = std::max(most, each.getNumPartitions());
    if (each.partitioner() &&
        (!largest || each.partitioner()->numPartitions() > largest->numPartitions()))
      largest = each.partitioner();
  };
  (look(rdd), ..., look(others));
  const bool configured = rdd.session()->setting("spark.default.parallelism").has_value();
  const int parallelism = configured ? rdd.session()->default_parallelism() : most;
  if (largest && (largest->numPartitions() * 10 >= most || parallelism <= largest->numPartitions()))
    return *largest;
  return Partitioner(parallelism);
}

template <class T>
std::vector<int> all_partitions(const RDD<T>& rdd) {
  std::vector<int> all(static_cast<std::size_t>(rdd.getNumPartitions()));
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int>(i);
  return all;
}

template <class F, class T, class R>
void run_action(const void* function, TaskContext&, Stream& elements, Writer& result) {
  Iterator<T> iterator(elements);
  if constexpr (std::is_void_v<R>)
    (*static_cast<const F*>(function))(iterator);
  else
    Serializer<R>::write(result, (*static_cast<const F*>(function))(iterator));
}

// Runs f(Iterator<T>&) on the partitions; its results in their order.
template <class T, Shipped F>
auto rdd_run(const RDD<T>& rdd, const F& f, const std::vector<int>& partitions,
             const std::string& call_site) {
  using R = std::invoke_result_t<const F&, Iterator<T>&>;
  const Action action{&run_action<F, T, R>, make_closure(f)};
  if constexpr (std::is_void_v<R>) {
    rdd.session()->run_job(
        rdd.node(), action, partitions, [](std::size_t, std::string_view) {}, call_site);
  } else {
    static_assert(
        Serializable<R>,
        "the result of this function cannot travel back to the driver (see serializer.h)");
    std::vector<std::optional<R>> results(partitions.size());
    rdd.session()->run_job(
        rdd.node(), action, partitions,
        [&](std::size_t index, std::string_view bytes) {
          Reader in(bytes);
          results[index] = Serializer<R>::read(in);
        },
        call_site);
    std::vector<R> all;
    all.reserve(results.size());
    for (auto& each : results) all.push_back(std::move(*each));
    return all;
  }
}

}  // namespace mammoth::spark
