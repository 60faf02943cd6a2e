// The fields of a plain aggregate (a struct without constructors, bases or private members), as a
// tuple of references: what lets such structs serialise, compare and hash without user code. Up to
// sixteen fields; an array member counts as one field only inside std::array.
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace mammoth::spark {

namespace detail {

struct AnyField {
  template <class T>
  operator T() const;  // NOLINT: converts to whatever the aggregate wants
};

template <class T, std::size_t... I>
constexpr bool braces_with(std::index_sequence<I...>) {
  return requires { T{(static_cast<void>(I), AnyField{})...}; };
}

template <class T, std::size_t N = 16>
constexpr std::size_t count_fields() {
  if constexpr (braces_with<T>(std::make_index_sequence<N>{}))
    return N;
  else if constexpr (N == 0)
    return 0;
  else
    return count_fields<T, N - 1>();
}

}  // namespace detail

template <class T>
concept PlainAggregate = std::is_aggregate_v<T> && !std::is_array_v<T> && !std::is_empty_v<T> &&
                         std::is_class_v<T> && !std::is_polymorphic_v<T>;

// `value` may be const; the references are then const too.
template <class T>
constexpr auto fields_of(T& value) {
  constexpr std::size_t kFields = detail::count_fields<std::remove_const_t<T>>();
  static_assert(kFields >= 1, "an aggregate of one to sixteen fields is needed here");
  if constexpr (kFields == 1) {
    auto& [a] = value;
    return std::tie(a);
  } else if constexpr (kFields == 2) {
    auto& [a, b] = value;
    return std::tie(a, b);
  } else if constexpr (kFields == 3) {
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
  } else if constexpr (kFields == 4) {
    auto& [a, b, c, d] = value;
    return std::tie(a, b, c, d);
  } else if constexpr (kFields == 5) {
    auto& [a, b, c, d, e] = value;
    return std::tie(a, b, c, d, e);
  } else if constexpr (kFields == 6) {
    auto& [a, b, c, d, e, f] = value;
    return std::tie(a, b, c, d, e, f);
  } else if constexpr (kFields == 7) {
    auto& [a, b, c, d, e, f, g] = value;
    return std::tie(a, b, c, d, e, f, g);
  } else if constexpr (kFields == 8) {
    auto& [a, b, c, d, e, f, g, h] = value;
    return std::tie(a, b, c, d, e, f, g, h);
  } else if constexpr (kFields == 9) {
    auto& [a, b, c, d, e, f, g, h, i] = value;
    return std::tie(a, b, c, d, e, f, g, h, i);
  } else if constexpr (kFields == 10) {
    auto& [a, b, c, d, e, f, g, h, i, j] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j);
  } else if constexpr (kFields == 11) {
    auto& [a, b, c, d, e, f, g, h, i, j, k] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k);
  } else if constexpr (kFields == 12) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l);
  } else if constexpr (kFields == 13) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m);
  } else if constexpr (kFields == 14) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  } else if constexpr (kFields == 15) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  } else if constexpr (kFields == 16) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  }
}

}  // namespace mammoth::spark
