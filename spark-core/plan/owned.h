// Owned<T>: T with every std::string_view replaced by std::string, inside pairs, tuples and
// optionals too. own(x) makes the copy; for types without views it is the value itself. Viewed<T> is
// the other way round: what the engine keeps many of points into an arena.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace mammoth::spark {

template <class T>
struct OwnedType {
  using type = T;
};
template <>
struct OwnedType<std::string_view> {
  using type = std::string;
};
template <class A, class B>
struct OwnedType<std::pair<A, B>> {
  using type = std::pair<typename OwnedType<A>::type, typename OwnedType<B>::type>;
};
template <class... T>
struct OwnedType<std::tuple<T...>> {
  using type = std::tuple<typename OwnedType<T>::type...>;
};
template <class T>
struct OwnedType<std::optional<T>> {
  using type = std::optional<typename OwnedType<T>::type>;
};

template <class T>
using Owned = typename OwnedType<T>::type;

template <class T>
struct ViewedType {
  using type = T;
};
template <>
struct ViewedType<std::string> {
  using type = std::string_view;
};
template <class A, class B>
struct ViewedType<std::pair<A, B>> {
  using type = std::pair<typename ViewedType<A>::type, typename ViewedType<B>::type>;
};
template <class... T>
struct ViewedType<std::tuple<T...>> {
  using type = std::tuple<typename ViewedType<T>::type...>;
};
template <class T>
struct ViewedType<std::optional<T>> {
  using type = std::optional<typename ViewedType<T>::type>;
};
template <class T>
using Viewed = typename ViewedType<T>::type;

template <class T>
inline constexpr bool kBorrowed = !std::is_same_v<T, Owned<T>>;

template <class T>
Owned<std::remove_cvref_t<T>> own(T&& value) {
  using V = std::remove_cvref_t<T>;
  if constexpr (!kBorrowed<V>) {
    return std::forward<T>(value);
  } else if constexpr (std::is_same_v<V, std::string_view>) {
    return std::string(value);
  } else if constexpr (requires { value.has_value(); }) {
    return value ? Owned<V>(own(*value)) : Owned<V>();
  } else if constexpr (requires {
                         value.first;
                         value.second;
                       }) {
    return Owned<V>(own(std::forward<T>(value).first), own(std::forward<T>(value).second));
  } else {
    return std::apply([](auto&&... each) { return Owned<V>(own(each)...); }, value);
  }
}

// Calls `visit(std::string_view&)` for every view inside `value`.
template <class T, class Visit>
void visit_views(T& value, const Visit& visit) {
  if constexpr (std::is_same_v<T, std::string_view>) {
    visit(value);
  } else if constexpr (kBorrowed<T>) {
    if constexpr (requires { value.has_value(); }) {
      if (value) visit_views(*value, visit);
    } else {
      std::apply([&](auto&... each) { (visit_views(each, visit), ...); }, value);
    }
  }
}

// Whether two keys are the same, of which each may be owned or borrowed, in its parts too.
template <class A, class B>
bool same_key(const A& kept, const B& other) {
  if constexpr (std::is_same_v<A, B>) {
    return kept == other;
  } else if constexpr (requires { std::tuple_size<A>::value; }) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return (same_key(std::get<I>(kept), std::get<I>(other)) && ...);
    }(std::make_index_sequence<std::tuple_size_v<A>>{});
  } else if constexpr (requires { kept.has_value(); }) {
    return kept.has_value() == other.has_value() && (!kept || same_key(*kept, *other));
  } else {
    return kept == other;
  }
}

}  // namespace mammoth::spark
