// Reducer: derive, override reduce(), name it with job.setReducerClass<X>() or as a combiner with
// job.setCombinerClass<X>() (Hadoop: Reducer). A combiner may run any number of times over any part
// of a map's output, and what it writes must be of the types it reads.
#pragma once

#include <type_traits>

#include "mapreduce/api/reduce_context.h"

namespace mammoth::mapreduce {

template <class KIn, class VIn, class KOut, class VOut>
class Reducer {
 public:
  using KeyIn = KIn;
  using ValueIn = VIn;
  using KeyOut = KOut;
  using ValueOut = VOut;
  using Context = ReduceContext<KIn, VIn, KOut, VOut>;
  using Values = typename Context::Values;

  virtual ~Reducer() = default;
  virtual void setup(Context&) {}
  // Not overridden: every record goes on as it is.
  virtual void reduce(const KIn& key, Values& values, Context& context) {
    if constexpr (std::is_same_v<KIn, KOut> && std::is_same_v<VIn, VOut>)
      for (const VIn& value : values) context.write(key, value);
    else
      throw IOException(
          "Type mismatch in key from reduce: this reducer does not override reduce()");
  }
  virtual void cleanup(Context&) {}
  virtual void run(Context& context) {
    setup(context);
    while (context.nextKey()) {
      Values values = context.getValues();
      reduce(context.getCurrentKey(), values, context);
    }
    cleanup(context);
  }
};

}  // namespace mammoth::mapreduce
