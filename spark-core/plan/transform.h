// The narrow operator of one function: map, filter, flatMap. The engine owns the loop over batches;
// a user function instantiates one kernel, a plain loop that the compiler can inline and vectorise.
//
// A kernel reads `in` from element `from`, appends its results to `out`, and answers where it
// stopped: at in.size, or earlier when `out` is full.
#pragma once

#include "spark-core/plan/node.h"

namespace mammoth::spark {

using TransformKernel = std::size_t (*)(const void* function, const Batch& in, std::size_t from,
                                        OutputBuffer& out);

[[gnu::visibility("default")]] std::unique_ptr<Stream> make_transform(StreamArguments& arguments,
                                                                      TransformKernel kernel);

template <class F, class T, class U>
std::size_t map_kernel(const void* function, const Batch& in, std::size_t from, OutputBuffer& out) {
  const F& f = *static_cast<const F*>(function);
  T* items = in.items<T>();
  const std::size_t end = std::min(in.size, from + (out.target() - out.size()));
  out.reserve(out.size() + (end - from));
  for (std::size_t i = from; i < end; ++i) {
    if constexpr (requires { typename F::takes_over; }) {  // functors of the engine's own
      if (in.movable)
        ::new (out.slot()) U(f(std::move(items[i])));
      else
        ::new (out.slot()) U(f(static_cast<const T&>(items[i])));
    } else {
      ::new (out.slot()) U(call_with(f, items[i]));
    }
    out.added();
  }
  return end;
}

template <class F, class T>
std::size_t filter_kernel(const void* function, const Batch& in, std::size_t from,
                          OutputBuffer& out) {
  const F& f = *static_cast<const F*>(function);
  T* items = in.items<T>();
  out.reserve(out.size() + in.size - from);
  for (std::size_t i = from; i < in.size; ++i) {
    if (!call_with(f, static_cast<const T&>(items[i]))) continue;
    if (in.movable)
      out.emplace<T>(std::move(items[i]));
    else
      out.emplace<T>(static_cast<const T&>(items[i]));
  }
  return in.size;
}

template <auto kKernel>
std::unique_ptr<Stream> transform_factory(StreamArguments& arguments) {
  return make_transform(arguments, kKernel);
}

}  // namespace mammoth::spark
