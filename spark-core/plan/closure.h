// User code that travels. A function given to an RDD is one of three:
//
//   1. a plain lambda whose captures are trivially copyable values (numbers, plain structs,
//      Broadcast and accumulator handles): its bytes travel;
//   2. a lambda that captures nothing, with bound arguments after it: rdd.filter(f, prefix), or
//      bind(f, prefix) where an operation takes more than one function; the arguments travel by
//      their Serializer and are passed by const reference after the element;
//   3. a functor class with `fields(archive)`: its fields travel.
//
// What captures references, strings or containers does not compile; a captured pointer or `this`
// compiles, and is refused when the operation is called, before any job runs
// (spark.closure.allowPointers=true switches that check off).
//
// Closure is the erased form: the code that revives the function from its bytes. Closures are
// values; reviving is thread-safe.
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "spark-core/plan/code_ref.h"
#include "spark-core/plan/owned.h"
#include "spark-core/plan/serializer.h"

namespace mammoth::spark {

// Throws SparkException when one of the words is an address of this process.
[[gnu::visibility("default")]] void refuse_pointers(const void* captures, std::size_t size);
[[gnu::visibility("default")]] void allow_pointers(bool allowed);

// A function that can be saved and loaded; what the wrappers below and all engine functors are.
template <class F>
concept Shipped = requires(const F& f, Writer& out, Reader& in) {
  f.save(out);
  { F::load(in) } -> std::same_as<F>;
};

template <class F>
concept PlainCaptures = std::is_trivially_copyable_v<F> && std::is_standard_layout_v<F>;

// Tier 1.
template <PlainCaptures F>
struct PlainFunction {
  F f;
  void save(Writer& out) const {
    if constexpr (!std::is_empty_v<F>) out.raw(&f, sizeof f);
  }
  static PlainFunction load(Reader& in) {
    alignas(F) std::byte bytes[sizeof(F)] = {};
    if constexpr (!std::is_empty_v<F>) std::memcpy(bytes, in.raw(sizeof(F)).data(), sizeof(F));
    return {*std::launder(reinterpret_cast<const F*>(bytes))};
  }
  template <class... A>
    requires std::invocable<const F&, A...>
  decltype(auto) operator()(A&&... arguments) const {
    return std::invoke(f, std::forward<A>(arguments)...);
  }
};

// Tier 2.
template <class F, class... Bound>
struct BoundFunction {
  PlainFunction<F> f;
  std::tuple<Bound...> bound;
  void save(Writer& out) const {
    f.save(out);
    Serializer<std::tuple<Bound...>>::write(out, bound);
  }
  static BoundFunction load(Reader& in) {
    PlainFunction<F> f = PlainFunction<F>::load(in);
    return {f, Serializer<std::tuple<Bound...>>::read(in)};
  }
  template <class... A>
    requires std::invocable<const F&, A..., const Bound&...>
  decltype(auto) operator()(A&&... arguments) const {
    return std::apply(
        [&](const Bound&... each) -> decltype(auto) {
          return std::invoke(f.f, std::forward<A>(arguments)..., each...);
        },
        bound);
  }
};

// Tier 3.
template <class F>
struct FieldsFunction {
  F f;
  void save(Writer& out) const { Serializer<F>::write(out, f); }
  static FieldsFunction load(Reader& in) { return {Serializer<F>::read(in)}; }
  template <class... A>
    requires std::invocable<const F&, A...>
  decltype(auto) operator()(A&&... arguments) const {
    return std::invoke(f, std::forward<A>(arguments)...);
  }
};

// Makes `f` one of the above; functions that already are stay as they are.
template <class F>
auto ship(F f) {
  if constexpr (Shipped<F>) {
    return f;
  } else if constexpr (HasFields<F>) {
    return FieldsFunction<F>{std::move(f)};
  } else {
    static_assert(
        PlainCaptures<F>,
        "this function captures something that cannot travel to another process (a reference, "
        "std::string, a container, another RDD or the SparkContext). Remedies: capture plain "
        "values "
        "by copy; or sc.broadcast(x) and capture the Broadcast; or capture nothing and pass the "
        "value "
        "as an argument after the function, .map(f, value), or bind(f, value); or write a functor "
        "class with `template <class A> void fields(A& archive)`");
    if constexpr (!std::is_empty_v<F> && PlainCaptures<F>) refuse_pointers(&f, sizeof f);
    return PlainFunction<F>{std::move(f)};
  }
}

// `f` with arguments that travel by value; strings given as literals become std::string.
template <class T>
struct BoundArgument {
  using type = std::conditional_t<std::is_convertible_v<T, std::string_view> &&
                                      !std::is_same_v<T, std::string>,
                                  std::string, T>;
};
template <class F, class... Bound>
auto bind(F f, Bound... bound) {
  if constexpr (sizeof...(Bound) == 0) {
    return ship(std::move(f));
  } else {
    static_assert(std::is_empty_v<F>, "with bound arguments the function must capture nothing");
    static_assert((Serializable<typename BoundArgument<Bound>::type> && ...),
                  "a bound argument cannot travel: it needs a Serializer (see serializer.h)");
    return BoundFunction<F, typename BoundArgument<Bound>::type...>{
        {std::move(f)}, {typename BoundArgument<Bound>::type(std::move(bound))...}};
  }
}

struct Closure {
  std::shared_ptr<const void> (*revive)(Reader& in) = nullptr;  // null: no function
  std::string bytes;

  std::shared_ptr<const void> make() const {
    if (revive == nullptr) return nullptr;
    Reader in(bytes);
    return revive(in);
  }
};

template <Shipped F>
std::shared_ptr<const void> revive_function(Reader& in) {
  return std::make_shared<const F>(F::load(in));
}

template <Shipped F>
Closure make_closure(const F& f) {
  Writer out;
  f.save(out);
  return {&revive_function<F>, out.take()};
}

// Calls `f` with the element, or with its owned copy when the function wants strings and the
// element is a view.
template <class F, class T>
concept ElementFunction = std::invocable<const F&, T&> || std::invocable<const F&, const T&> ||
                          std::invocable<const F&, const Owned<T>&>;

template <class F, class T>
decltype(auto) call_with(const F& f, const T& element) {
  if constexpr (std::invocable<const F&, const T&>)
    return f(element);
  else
    return f(static_cast<const Owned<T>&>(own(element)));
}
template <class F, class T>
using ResultOf =
    std::remove_cvref_t<decltype(call_with(std::declval<const F&>(), std::declval<const T&>()))>;

}  // namespace mammoth::spark
