// RDD.flatMap: all that f makes of every element. f answers a range, flatMap([](line) { return
// words; }), or calls an emitter, flatMap([](line, Emitter<std::string_view>& out) { out(word); });
// with `auto& out` the results have the type of the elements, or the one named: flatMap<U>(f).
#pragma once

#include "spark-core/api/build.h"

namespace mammoth::spark {

template <class F>
struct EmittedType {
  using type = void;
};
template <class F>
  requires requires { &F::operator(); }
struct EmittedType<F> {
  template <class R, class E, class U, class... B>
  static U second(R (F::*)(E, Emitter<U>&, B...) const);
  static void second(...);
  using type = decltype(second(&F::operator()));
};

template <class F, class T, class U>
concept EmitsTo = std::invocable<const F&, const T&, Emitter<U>&> ||
                  std::invocable<const F&, const Owned<T>&, Emitter<U>&>;

// The elements of a function's result, moved out of a container that nobody else holds.
template <class R, class Each>
void for_each_result(R&& range, const Each& use) {
  for (auto&& each : range) {
    if constexpr (!std::is_reference_v<R> && requires { typename R::allocator_type; })
      use(std::move(each));
    else
      use(std::forward<decltype(each)>(each));
  }
}

template <class F, class T, class U>
std::size_t flat_map_kernel(const void* function, const Batch& in, std::size_t from,
                            OutputBuffer& out) {
  const F& f = *static_cast<const F*>(function);
  const T* items = in.items<T>();
  for (; from < in.size && !out.full(); ++from) {
    std::string_view source;
    if constexpr (std::is_convertible_v<const T&, std::string_view>) source = items[from];
    Emitter<U> emit(out, source);
    if constexpr (std::invocable<const F&, const T&, Emitter<U>&>)
      f(items[from], emit);
    else if constexpr (std::invocable<const F&, const Owned<T>&, Emitter<U>&>)
      f(own(items[from]), emit);
    else
      for_each_result(call_with(f, items[from]), [&](auto&& each) {
        out.emplace<U>(std::forward<decltype(each)>(each));
      });
  }
  return from;
}

// Named: the type given by the caller; Lambda: the function before it was shipped.
template <class Named, class Lambda, class T, Shipped F>
auto rdd_flat_map(const RDD<T>& rdd, const F& f, NodeOptions options = {}) {
  using Declared =
      std::conditional_t<std::is_void_v<Named>, typename EmittedType<Lambda>::type, Named>;
  using Emitted = std::conditional_t<std::is_void_v<Declared>, T, Declared>;
  if constexpr (EmitsTo<F, T, Emitted>) {
    return derive<Emitted>(rdd, "flatMap", &transform_factory<&flat_map_kernel<F, T, Emitted>>,
                           make_closure(f), options);
  } else {
    static_assert(ElementFunction<F, T>,
                  "the function takes neither (element) nor (element, Emitter<U>&)");
    using Range = ResultOf<F, T>;
    static_assert(!std::is_same_v<Range, std::string>,
                  "flatMap's function answers a range of results, not one string");
    using U = std::remove_cvref_t<decltype(*std::declval<Range&>().begin())>;
    return derive<U>(rdd, "flatMap", &transform_factory<&flat_map_kernel<F, T, U>>, make_closure(f),
                     options);
  }
}

}  // namespace mammoth::spark
