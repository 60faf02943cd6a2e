// RDD.foreach and foreachPartition: for what the functions do to accumulators and the world.
#pragma once

#include "spark-core/api/build.h"

namespace mammoth::spark {

template <class T, Shipped F>
void rdd_foreach(const RDD<T>& rdd, const F& f) {
  static_assert(ElementFunction<F, T>, "the function does not take the RDD's elements");
  rdd_run(rdd,
          using_parts(
              [](Iterator<T>& elements, const F& each) {
                while (elements.hasNext()) call_with(each, elements.next());
              },
              f),
          all_partitions(rdd), "foreach");
}

template <class T, Shipped F>
void rdd_foreach_partition(const RDD<T>& rdd, const F& f) {
  rdd_run(
      rdd,
      using_parts([](Iterator<T>& elements, const F& all) { static_cast<void>(all(elements)); }, f),
      all_partitions(rdd), "foreachPartition");
}

}  // namespace mammoth::spark
