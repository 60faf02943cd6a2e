// Serializer<T>: how an element becomes bytes and again an element, chosen at compile time.
// Arithmetic types and enums, strings, pairs, tuples, optionals, vectors, arrays, maps, sets and
// plain structs of these work without user code. For others a struct says its fields,
//
//   struct Point { ...; template <class A> void fields(A& archive) { archive(x_, y_); } };
//
// (default-constructible then), or the program specialises Serializer<T>.
//
// Owned<T>: std::string_view elements are borrowed; where elements are kept (shuffle, collect) each
// view becomes a std::string, inside pairs and tuples too.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "spark-core/plan/fields.h"
#include "spark-core/plan/wire.h"

namespace mammoth::spark {

template <class T>
struct Serializer;  // no general form: an element of this type cannot travel

template <class T>
concept Serializable = requires(Writer& out, Reader& in, const T& value) {
  Serializer<T>::write(out, value);
  { Serializer<T>::read(in) } -> std::same_as<T>;
};

template <class T>
  requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
struct Serializer<T> {
  static void write(Writer& out, T value) { out.fixed(value); }
  static T read(Reader& in) { return in.fixed<T>(); }
};

template <>
struct Serializer<std::monostate> {
  static void write(Writer&, std::monostate) {}
  static std::monostate read(Reader&) { return {}; }
};

template <>
struct Serializer<std::string> {
  static void write(Writer& out, const std::string& value) { out.text(value); }
  static std::string read(Reader& in) { return std::string(in.text()); }
};

template <>
struct Serializer<std::string_view> {  // the view lives as long as the reader's bytes
  static void write(Writer& out, std::string_view value) { out.text(value); }
  static std::string_view read(Reader& in) { return in.text(); }
};

template <class A, class B>
struct Serializer<std::pair<A, B>> {
  static void write(Writer& out, const std::pair<A, B>& value) {
    Serializer<A>::write(out, value.first);
    Serializer<B>::write(out, value.second);
  }
  static std::pair<A, B> read(Reader& in) {
    A first = Serializer<A>::read(in);
    return {std::move(first), Serializer<B>::read(in)};
  }
};

template <class... T>
struct Serializer<std::tuple<T...>> {
  static void write(Writer& out, const std::tuple<T...>& value) {
    std::apply([&](const T&... each) { (Serializer<T>::write(out, each), ...); }, value);
  }
  static std::tuple<T...> read(Reader& in) { return {Serializer<T>::read(in)...}; }
};

template <class T>
struct Serializer<std::optional<T>> {
  static void write(Writer& out, const std::optional<T>& value) {
    out.fixed(value.has_value());
    if (value) Serializer<T>::write(out, *value);
  }
  static std::optional<T> read(Reader& in) {
    if (in.fixed<unsigned char>() == 0) return std::nullopt;
    return Serializer<T>::read(in);
  }
};

template <class T, std::size_t N>
struct Serializer<std::array<T, N>> {
  static void write(Writer& out, const std::array<T, N>& value) {
    for (const T& each : value) Serializer<T>::write(out, each);
  }
  static std::array<T, N> read(Reader& in) {
    std::array<T, N> value;
    for (T& each : value) each = Serializer<T>::read(in);
    return value;
  }
};

template <class T>
struct Serializer<std::vector<T>> {
  static void write(Writer& out, const std::vector<T>& value) {
    out.varint(value.size());
    if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>)
      out.raw(value.data(), value.size() * sizeof(T));
    else
      for (const auto& each : value) Serializer<T>::write(out, each);
  }
  static std::vector<T> read(Reader& in) {
    std::vector<T> value;
    if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) {
      value.resize(in.count(sizeof(T)));
      const std::string_view bytes = in.raw(value.size() * sizeof(T));
      if (!bytes.empty()) std::memcpy(value.data(), bytes.data(), bytes.size());
    } else {
      const std::size_t n = in.count();
      constexpr std::size_t kMostAtOnce = 64 * 1024;  // elements; the sender may have lied
      value.reserve(std::min({n, in.left(), kMostAtOnce}));
      for (std::size_t i = 0; i < n; ++i) value.push_back(Serializer<T>::read(in));
    }
    return value;
  }
};

template <class T>
concept AssociativeContainer = requires(T container) {
  typename T::key_type;
  container.insert(std::declval<typename T::value_type>());
  container.size();
};

template <AssociativeContainer T>
struct Serializer<T> {
  static void write(Writer& out, const T& value) {
    out.varint(value.size());
    for (const auto& each : value) {
      if constexpr (requires { typename T::mapped_type; }) {
        Serializer<typename T::key_type>::write(out, each.first);
        Serializer<typename T::mapped_type>::write(out, each.second);
      } else {
        Serializer<typename T::key_type>::write(out, each);
      }
    }
  }
  static T read(Reader& in) {
    T value;
    for (std::size_t n = in.count(); n > 0; --n) {
      auto key = Serializer<typename T::key_type>::read(in);
      if constexpr (requires { typename T::mapped_type; })
        value.emplace(std::move(key), Serializer<typename T::mapped_type>::read(in));
      else
        value.insert(std::move(key));
    }
    return value;
  }
};

// A class that names its fields to an archive.
struct FieldWriter {
  Writer& out;
  template <class... T>
  void operator()(const T&... each) {
    (Serializer<T>::write(out, each), ...);
  }
};
struct FieldReader {
  Reader& in;
  template <class... T>
  void operator()(T&... each) {
    ((each = Serializer<T>::read(in)), ...);
  }
};
template <class T>
concept HasFields =
    std::is_class_v<T> && requires(T value, FieldWriter& writer, FieldReader& reader) {
      value.fields(writer);
      value.fields(reader);
    };

template <HasFields T>
struct Serializer<T> {
  static void write(Writer& out, const T& value) {
    FieldWriter archive{out};
    const_cast<T&>(value).fields(archive);  // the archive only reads
  }
  static T read(Reader& in) {
    T value{};
    FieldReader archive{in};
    value.fields(archive);
    return value;
  }
};

template <class T>
struct IsStandardAggregate : std::false_type {};
template <class T, std::size_t N>
struct IsStandardAggregate<std::array<T, N>> : std::true_type {};

template <PlainAggregate T>
  requires(!HasFields<T> && !AssociativeContainer<T> && !IsStandardAggregate<T>::value)
struct Serializer<T> {
  static void write(Writer& out, const T& value) { std::apply(FieldWriter{out}, fields_of(value)); }
  static T read(Reader& in) {
    T value{};
    std::apply(FieldReader{in}, fields_of(value));
    return value;
  }
};

}  // namespace mammoth::spark
