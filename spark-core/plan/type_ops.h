// TypeOps: what the engine, which is compiled once, must know of an element type, which only the
// job's library knows: one constant table a type, shipped as a code reference (code_ref.h). Tables
// of one type in two libraries are equal in meaning, not in address.
#pragma once

#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "spark-core/plan/arena.h"
#include "spark-core/plan/owned.h"
#include "spark-core/plan/serializer.h"

namespace mammoth::spark {

struct TypeOps {
  std::size_t size;
  std::size_t align;
  void (*destroy)(void* items, std::size_t n);
  void (*relocate)(void* to, void* from, std::size_t n);  // moves, and ends the life of `from`
  void (*take)(void* to, void* from, std::size_t n);      // moves, `from` stays constructed
  void (*copy)(void* to, const void* from, std::size_t n);
  void (*write)(Writer& out, const void* items, std::size_t n);
  // Constructs n items; when it throws none of them lives.
  void (*read)(Reader& in, void* items, std::size_t n);
  // Copies what the views inside the items point to.
  void (*keep)(void* items, std::size_t n, Arena& arena);
  std::size_t (*heap_bytes)(const void* items, std::size_t n);  // beyond size, estimated
};

// Memory a value holds outside itself, estimated.
template <class T>
std::size_t heap_bytes_of(const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return value.capacity() > 15 ? value.capacity() + 17 : 0;
  } else if constexpr (std::is_same_v<T, std::string_view>) {
    return value.size();
  } else if constexpr (std::is_trivially_copyable_v<T>) {
    return 0;
  } else if constexpr (requires {
                         value.first;
                         value.second;
                       }) {
    return heap_bytes_of(value.first) + heap_bytes_of(value.second);
  } else if constexpr (requires {
                         value.has_value();
                         *value;
                       }) {
    return value ? heap_bytes_of(*value) : 0;
  } else if constexpr (requires {
                         value.begin();
                         value.size();
                       }) {
    using Element = std::remove_cvref_t<decltype(*value.begin())>;
    std::size_t bytes = value.size() * (sizeof(Element) + (AssociativeContainer<T> ? 32 : 0));
    if constexpr (!std::is_trivially_copyable_v<Element>)
      for (const auto& each : value) bytes += heap_bytes_of(each);
    return bytes;
  } else if constexpr (requires { std::tuple_size<T>::value; }) {
    return std::apply(
        [](const auto&... each) { return (std::size_t{0} + ... + heap_bytes_of(each)); }, value);
  } else if constexpr (PlainAggregate<T>) {
    return std::apply(
        [](const auto&... each) { return (std::size_t{0} + ... + heap_bytes_of(each)); },
        fields_of(value));
  } else {
    return 0;
  }
}

template <class T>
void read_items(Reader& in, void* items, std::size_t n) {
  T* at = static_cast<T*>(items);
  std::size_t done = 0;
  try {
    for (; done < n; ++done) ::new (at + done) T(Serializer<T>::read(in));
  } catch (...) {
    std::destroy_n(at, done);
    throw;
  }
}

template <class T>
void relocate_items(void* to, void* from, std::size_t n) {
  T* source = static_cast<T*>(from);
  std::uninitialized_move_n(source, n, static_cast<T*>(to));
  std::destroy_n(source, n);
}

template <class T>
constexpr void require_element() {
  static_assert(!std::is_pointer_v<T> && !std::is_reference_v<T>,
                "an RDD cannot hold pointers or references: return a value (std::string for text)");
  static_assert(
      Serializable<T>,
      "this element type cannot travel between tasks: use a plain struct (up to sixteen public "
      "fields), or give the class a member `template <class A> void fields(A& archive)`, or "
      "specialise mammoth::spark::Serializer<T>");
}

template <class T>
inline constexpr TypeOps kTypeOps = {
    sizeof(T),
    alignof(T),
    [](void* items, std::size_t n) { std::destroy_n(static_cast<T*>(items), n); },
    &relocate_items<T>,
    [](void* to, void* from, std::size_t n) {
      std::uninitialized_move_n(static_cast<T*>(from), n, static_cast<T*>(to));
    },
    [](void* to, const void* from, std::size_t n) {
      std::uninitialized_copy_n(static_cast<const T*>(from), n, static_cast<T*>(to));
    },
    [](Writer& out, const void* items, std::size_t n) {
      for (std::size_t i = 0; i < n; ++i)
        Serializer<T>::write(out, static_cast<const T*>(items)[i]);
    },
    &read_items<T>,
    [](void* items, std::size_t n, Arena& arena) {
      if constexpr (kBorrowed<T>)
        for (std::size_t i = 0; i < n; ++i)
          visit_views(static_cast<T*>(items)[i],
                      [&](std::string_view& view) { view = arena.copy(view); });
    },
    [](const void* items, std::size_t n) {
      std::size_t bytes = 0;
      if constexpr (!std::is_trivially_copyable_v<T> || kBorrowed<T>)
        for (std::size_t i = 0; i < n; ++i) bytes += heap_bytes_of(static_cast<const T*>(items)[i]);
      return bytes;
    },
};

template <class T>
const TypeOps* type_ops() {
  require_element<T>();
  return &kTypeOps<T>;
}

}  // namespace mammoth::spark
