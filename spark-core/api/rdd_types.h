// What kinds of elements an RDD may have, for the constraints of its operations.
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

namespace mammoth::spark {

template <class T>
inline constexpr bool kIsPair = false;
template <class A, class B>
inline constexpr bool kIsPair<std::pair<A, B>> = true;
template <class T>
concept KeyValue = kIsPair<T>;
template <class T>
concept Ordered = requires(const T& a, const T& b) {
  { a < b } -> std::convertible_to<bool>;
};
template <class T>
concept Number = std::is_arithmetic_v<T>;

template <class T>
class RDD;
template <class T>
class RDDBarrier;

}  // namespace mammoth::spark
